// The benches, each with the floor that it is measured against.
#pragma once

namespace gailou::bench {

/// CPU of a poll that brings nothing new, from request to schedule; floor: nlohmann's DOM of the same body.
void quiet_poll(int rounds);
/// CPU a post of ingesting 1,000 posts in pages of 20; floor: a bare SQLite loop that writes as many rows in as many
/// transactions.
void ingest(int rounds);
/// CPU of storing, digesting and appending 10 new floors in threads of 1,000 and 10,000 floors; floor: the same in one
/// of 70.
void append_flat(int rounds);
/// CPU of finding the newest 50 posts of 100,000 with a two-character word (and with a one-character one); floor: LIKE
/// over as many texts, which has to find as many. CPU a post of storing with the search index; floor: rows alone.
void search(int rounds);
/// Resident memory of an idle daemon; floor: this program with an event loop and an open database.
void idle_memory();
/// Time from a reply to the poll that sees it, on recorded arrival times; floor: fixed intervals at equal requests.
void delay();
/// CPU of telling one revision to 5,000 subscribers over loopback, the reading of the store in it; floor: a bare
/// write() of as many bytes to 5,000 sockets.
void broadcast(int rounds);

}  // namespace gailou::bench
