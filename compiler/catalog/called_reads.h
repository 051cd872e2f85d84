// What is read by way of routines: an object calls a routine, whose body reads other objects. No server
// records the second step where the body is a string or dynamic SQL.
//
//   uses    edges that the server records, or that stand in a definition: view -> function
//   reads   edges of string bodies, and declared ones (sql_depends_on): function -> table
//
// A user of a routine has to come after all that the routine reads; the routine itself has not. A list of
// such pairs would be quadratic in size, and the pairs that close a cycle (a table whose default calls a
// function that reads the table) must give way without taking the others along. So each node that runs when
// it is used gets a group, a node of its own in the ordering:
//
//   the group comes after the node, after what the node reads and after the groups of what it uses or reads;
//   a user of the node wishes to come after the group.
//
// Routines that call each other share one group, so groups form no cycle, and every cycle by way of a group
// holds a wish that can give way. Pure; linear in nodes and edges.
#pragma once
#include <cstddef>
#include <map>
#include <vector>

#include "catalog/identifier.h"

namespace schemac {

// Using such an object runs what it calls: a routine, an operator, the checks of a domain, the query of a
// view. Tables and materialized views hold rows that are there already.
bool runs_when_used(Kind kind);
// Making such an object runs nothing, and nothing reads its rows: it may be made before what it reads.
bool is_made_unread(Kind kind);

// Object -> what it reads or calls, by id.
using Reads = std::map<ObjectId, std::vector<ObjectId>>;

struct CallEdges {
  std::vector<std::size_t> uses, reads;
  bool runs = false;  // runs_when_used
};

struct ReadGroup {
  std::vector<std::size_t> nodes;   // what comes before it
  std::vector<std::size_t> groups;  // and which groups; smaller numbers than its own
};

struct ReadGroups {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<ReadGroup> groups;
  std::vector<std::size_t> of;  // node -> its group; none where nothing is read by way of it
};

ReadGroups read_groups(const std::vector<CallEdges>& nodes);

}  // namespace schemac
