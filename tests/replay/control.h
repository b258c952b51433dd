// The replay's own URLs, by which a test makes things happen at a forum in another process. All are GET; each answers
// with the forum's state as JSON.
//
//   /replay/release?to=60                  floors up to 60 appear          /replay/state      what is there
//   /replay/requests                       URLs asked for, a line each     /replay/log        the same with times, JSON
//   /replay/fail?with=500&count=2          the next two answers fail (&retry_after=3&only=/latest.json)
//   /replay/edit?floor=9&text=…            and quiet_edit, rebake
//   /replay/withdraw?floor=9               and restore (of any state), hide, delete, purge, like, accept
//   /replay/reply?author=U&text=…          /replay/whisper?text=…          /replay/moderator?text=…
//   /replay/fill?floor=9&author=U&text=…   /replay/renumber
//   /replay/move?floor=9&to=2              floor 9 of this topic to topic 2
//   /replay/close, open, archive, unarchive, unlist, list, restrict, publish, remove, recover: of the topic
//   /replay/retitle?text=…&slug=…          /replay/recategorise?category=2
//   /replay/topic?floors=30&released=30    a further made-up topic
//   /replay/age?hours=72                   as if everything in the topic were so much older
//   /replay/set?mega=50&cache=1&detailed_404=1&login=1&bus=0&hold=25000&tags_as_objects=1
//   /replay/robots?text=…                  /replay/forget_bus
//
// topic=2 says which topic, the first without it.
#pragma once

#include "daemon/io/http_server.h"

namespace gailou::replay {

class Site;

io::ServerResponse control(Site& site, const io::ServerRequest& request);

}  // namespace gailou::replay
