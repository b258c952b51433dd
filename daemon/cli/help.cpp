#include "daemon/cli/help.h"

#include <algorithm>
#include <array>

namespace gailou::cli {

namespace {

constexpr std::string_view kReadCodes = "2 no such thread, 65 it names no thread, 69 neither daemon nor store";
constexpr std::string_view kDaemonCodes = "69 the daemon isn't running, 77 its socket may not be opened";

constexpr std::array<VerbHelp, 21> kVerbs{{
    {"serve", "", "Run the daemon in the foreground.", "gailou serve [--listen ADDR]... [OPTIONS]",
     "gailou serve                                   serve on 127.0.0.1:8488\n"
     "gailou serve --state ./state --listen [::1]:0  a store of one's own, any free port\n"
     "gailou serve --set poll.min_interval=5m        any key of gailou.toml(5)\n",
     "65 the store is corrupt or of a newer version, 75 another instance holds the state folder, 77 no permission, "
     "78 configuration"},
    {"add", "", "Track threads.", "gailou add [--wait] [--source NAME] URL|SOURCE/ID...|-",
     "gailou add https://www.uscardforum.com/t/topic/493728\n"
     "gailou add --wait uscardforum/493728  and follow the first fetch\n"
     "gailou add - < threads.txt            one a line\n",
     "2 added but not fetched yet, or some failed; 65 no topic's address; 69 the daemon isn't running"},
    {"list", "ls", "List the tracked threads.", "gailou list [--state STATE] [--source NAME] [--sort KEY] [--limit N]",
     "gailou list\n"
     "gailou list --state unreachable       those that need a look\n"
     "gailou list --sort changed --limit 5  the five whose digest changed last\n"
     "gailou ls --json | jq '.threads[].title'\n",
     "2 none fits, 69 neither daemon nor store"},
    {"show", "", "Show one thread: counts, gaps, last error.", "gailou show ID",
     "gailou show 1\n"
     "gailou show uscardforum/493728 --json\n",
     kReadCodes},
    {"remove", "rm", "Stop tracking threads and delete what is stored of them.", "gailou remove [--keep-data] ID...",
     "gailou remove 3\n"
     "gailou remove --yes uscardforum/493728  without asking\n"
     "gailou rm --keep-data 3                 only stop; adding it again goes on from there\n",
     "2 no such thread, or some failed; 69 the daemon isn't running"},
    {"pause", "", "Stop polling threads for a while.", "gailou pause [--until TIME] ID...|--all",
     "gailou pause 3                     until `gailou resume 3`\n"
     "gailou pause --until 3d 3 5        both go on by themselves in three days\n"
     "gailou pause --until 2026-05-09 3  or at the first moment of a day\n"
     "gailou pause --all                 every tracked thread\n",
     "2 no such thread, or some failed; 69 the daemon isn't running"},
    {"resume", "", "Poll paused threads again, at once.", "gailou resume ID...|--all",
     "gailou resume 3\n"
     "gailou resume --all  every paused thread\n",
     "2 no such thread, or some failed; 69 the daemon isn't running"},
    {"poll", "", "Poll threads now and wait for what comes of it.", "gailou poll [--believe-vanished] [ID...]",
     "gailou poll                        all threads but paused ones\n"
     "gailou poll 1                      one of them\n"
     "gailou poll 1 --believe-vanished   when `gailou status` says that many posts vanished at once and\n"
     "                                   are not believed, and the forum shows that they are really gone\n",
     "1 it is paused, or failed; 2 no such thread, or some failed; 69 the daemon isn't running; 75 the forum must not "
     "be asked before a time"},
    {"digest", "", "Print a thread's digest.",
     "gailou digest [-f FORMAT] [--no-raw] [--rev N] [--since PLACE] [--now] ID",
     "gailou digest 1\n"
     "gailou digest --no-raw uscardforum/493728  without the floors themselves\n"
     "gailou digest -f json --rev 3 1            as it was at revision 3\n"
     "gailou digest --since 2h 1                 what was missed: the new entries, most important first\n"
     "gailou digest --since r128 1               or since a revision, a day or a floor ('#62')\n"
     "gailou digest --now 1                      take the pending floors first\n",
     "1 --since a revision or floor to come, 2 no such thread or nothing new, 65 it names no thread, 69 neither daemon "
     "nor "
     "store"},
    {"posts", "", "Print a thread's stored floors.",
     "gailou posts [--from N] [--to N] [--author NAME] [--versions] [--undigested] [--why FLOOR] ID",
     "gailou posts 1 --from 60\n"
     "gailou posts 1 --author alice --versions  with earlier texts\n"
     "gailou posts 1 --undigested               what the digest doesn't account for yet\n"
     "gailou posts 1 --why 59                   which rules made floor 59 what it is in the digest\n",
     kReadCodes},
    {"deals", "", "List the offers that are still alive, soonest end first.", "gailou deals [--thread ID] [--all]",
     "gailou deals\n"
     "gailou deals --thread uscardforum/500101  of one thread\n"
     "gailou deals --all                        the expired ones too\n"
     "gailou deals --json | jq -r '.offers[]|select(.days_left==0).offer'  what ends today\n",
     "2 nothing is alive, or no such thread; 65 it names no thread, 69 neither daemon nor store"},
    {"search", "", "Find floors and entries by their words, the newest first.",
     "gailou search [--limit N] [--after PLACE] WORDS...",
     "gailou search 算力\n"
     "gailou search 算力 author:alice after:3d     and source: thread: before: in: section:\n"
     "gailou search '\"hello world\" in:entries'    a phrase, in the digests alone\n"
     "gailou search -- 显卡 -二手                  without a word: behind --\n"
     "gailou search 算力 --json | jq -r '.hits[].page'\n",
     "2 nothing found, 64 a query that can't be understood, 69 neither daemon nor store"},
    {"watch", "", "Print the newest entries, then each new one as it is written.",
     "gailou watch [-n N] [--no-follow] [ID...]",
     "gailou watch                        all threads, until Ctrl-C\n"
     "gailou watch -n 0 1                 only what is new from now on\n"
     "gailou watch --no-follow -n 3       the last three of each thread\n"
     "gailou watch --json | jq -r .text  one object a line\n",
     "2 no such thread, 65 it names no thread, 69 the daemon isn't running, 130 ended by Ctrl-C"},
    {"sources", "", "List forum sites and how each does; add and remove them.",
     "gailou sources [list | add URL [--source NAME] | remove NAME | test NAME|URL]",
     "gailou sources                              pace, requests today, cooldowns, last errors\n"
     "gailou sources add https://forum.example    a source without a thread\n"
     "gailou sources remove forum                 once it has no thread\n"
     "gailou sources test https://forum.example   one request, and what its answer means\n"
     "gailou sources --json | jq '.sources[]|select(.state!=\"ok\")'\n",
     "1 a source that still has threads, or a forum that refuses; 2 no such source, or a forum that shows nothing "
     "without a login; 65 no forum's address, or no Discourse forum there; 69 the daemon isn't running (test needs "
     "none), or the forum can't be reached; 75 the forum must not be asked before a time"},
    {"import", "", "Take in saved topics and recorded pages.", "gailou import [--thread ID] [--offline] [FILE...|-]",
     "gailou import --thread https://forum.example/t/topic/12 topic.json  saved from a browser\n"
     "gailou import posts-*.json              of a thread that is tracked already\n"
     "gailou import --thread forum/12 --tz Asia/Shanghai page.txt  its times say CST\n"
     "gailou import --offline topic.json      while no daemon runs\n",
     "2 some files failed, 65 a file that can't be read as either, with its line; 69 the daemon isn't running, 74 a "
     "file that can't be opened, 75 --offline while a daemon runs"},
    {"discover", "", "Find threads worth following in a forum's lists.",
     "gailou discover [--add] [--limit N] [--all] SOURCE|URL",
     "gailou discover uscardforum            what its latest and top lists show, most alive first\n"
     "gailou discover https://forum.example  a forum that is no source yet\n"
     "gailou discover uscardforum --add      and track what is proposed\n"
     "gailou discover uscardforum --json | jq -r '.topics[]|select(.standing==\"open\").url'\n",
     "2 nothing is worth proposing; 65 no forum's address, or no Discourse forum there; 69 the forum doesn't answer; "
     "75 "
     "it must not be asked before a time"},
    {"engine", "", "Try the llm engine's endpoint; choose which engine writes a thread.",
     "gailou engine test | use ID extract|llm|default",
     "gailou engine test             two made-up floors: what the endpoint can do, what it costs\n"
     "gailou engine use forum/7 llm  from the next batch on; what is written stays\n"
     "gailou engine use 1 default    what its source or everybody has\n"
     "gailou digest 1 --dry-run      the prompt, the answer, the verdicts, the cost; nothing is written\n"
     "gailou digest 1 --compare      both engines side by side\n",
     "1 the model wrote nothing that stands; 2 no such thread; 78 no endpoint is configured"},
    {"export", "", "Write the readers' pages as files for any web host.", "gailou export --site DIR [--url URL]",
     "gailou export --site public\n"
     "gailou export --site public --url https://digest.example  with feeds, which need it\n"
     "gailou export --site public && rsync -a --delete public/ host:www/  only what changed\n",
     "1 a folder with other files in it, 2 there is no store, 64 no --site, 74 a file that can't be written, "
     "77 a folder "
     "that can't"},
    {"config", "", "Let the daemon read its configuration again.", "gailou config reload",
     "gailou config reload                           as SIGHUP, but waits and tells what came of it\n"
     "gailou config reload --json | jq -r '.restart[]'  what only a restart changes\n",
     "69 the daemon isn't running, 78 something in the configuration is wrong: nothing has changed"},
    {"status", "", "Show daemon, sources and store at a glance.", "gailou status [--costs [--days N]]",
     "gailou status\n"
     "gailou status --costs --days 7              what models were asked and cost this week\n"
     "gailou status --json | jq -r '.degraded[]'  why it is degraded\n",
     "2 degraded: a source that is challenged, in a long cooldown or fails wholly, or trouble with the store; 69 not "
     "running"},
    {"version", "", "Show what this program was built from.", "gailou version",
     "gailou version\n"
     "gailou --version  one line\n",
     ""},
}};

void add_options(std::string& text, std::string_view title, const std::vector<OptionHelp>& options) {
  if (options.empty()) return;
  std::size_t width = 0;
  for (const OptionHelp& option : options) width = std::max(width, option.names.size());
  text += "\n" + std::string(title) + ":\n";
  for (const OptionHelp& option : options) {
    text += "  " + option.names + std::string(width + 2 - option.names.size(), ' ') + option.meaning + "\n";
  }
}

std::string indented(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    text += "  " + std::string(lines.substr(0, end)) + "\n";
    lines = end == std::string_view::npos ? "" : lines.substr(end + 1);
  }
  return text;
}

std::string verb_list() {
  std::string text = "\nVerbs:\n";
  for (const VerbHelp& verb : kVerbs) {
    const std::string name = std::string(verb.name) + (verb.alias.empty() ? "" : ", " + std::string(verb.alias));
    text += "  " + name + std::string(12 - name.size(), ' ') + std::string(verb.purpose) + "\n";
  }
  return text;
}

constexpr std::string_view kBeginning =
    "gailou follows forum threads and keeps a digest of each that only grows.\n"
    "\n"
    "Examples:\n"
    "  gailou serve                                           run the daemon\n"
    "  gailou add https://www.uscardforum.com/t/topic/493728  track a thread\n"
    "  gailou digest 1                                        read its digest\n";

}  // namespace

std::span<const VerbHelp> verb_help() {
  return kVerbs;
}

const VerbHelp* help_of(std::string_view verb) {
  const auto found = std::ranges::find_if(
      kVerbs, [&](const VerbHelp& known) { return known.name == verb || (!verb.empty() && known.alias == verb); });
  return found == kVerbs.end() ? nullptr : &*found;
}

std::string help_text(const VerbHelp& verb, const std::vector<OptionHelp>& own, const std::vector<OptionHelp>& global) {
  std::string text = std::string(verb.purpose) + "\n\nUsage: " + std::string(verb.usage) + "\n";
  text += "\nExamples:\n" + indented(verb.examples);
  add_options(text, "Options", own);
  add_options(text, "Options of every verb", global);
  text += "\nExit codes: 0 done, 64 wrong usage";
  if (!verb.exit_codes.empty()) text += ", " + std::string(verb.exit_codes);
  text += ".\n\nA thread is named by SOURCE/ID, its URL or its number in `gailou list`. Manual: gailou(1)\n";
  return text;
}

std::string short_help() {
  return std::string(kBeginning) + verb_list() +
         "\n`gailou help VERB` tells more about one of them, `gailou --help` about the options of all.\n";
}

std::string long_help(const std::vector<OptionHelp>& global) {
  std::string text = std::string(kBeginning) + "\nUsage: gailou [OPTIONS] VERB ...\n" + verb_list();
  add_options(text, "Options of every verb", global);
  text +=
      "\nExit codes: 0 done, 1 failure, 2 nothing found or only in part, 64 wrong usage, 65 wrong data, 69 the daemon\n"
      "can't be reached, 70 a fault of ours, 74 reading or writing failed, 75 try again later, 77 no permission,\n"
      "78 configuration. Manual: gailou(1), gailou.toml(5), gailou(8)\n";
  return text;
}

}  // namespace gailou::cli
