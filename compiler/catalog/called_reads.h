// Reads through routines: an object calls a routine, whose body reads other objects. No server records the
// second step if the body is a string or dynamic SQL.
//
//   uses    edges that the server records, or that are in a definition: view -> function
//   reads   edges of string bodies, and declared ones (sql_depends_on): function -> table
//
// A user of a routine must come after everything that the routine reads; the routine itself need not. A list
// of such pairs would be quadratic in size, and pairs that close a cycle (a table whose default calls a
// function that reads the table) must be dropped without affecting the others. So each node that runs when it
// is used gets a group, a node of its own in the ordering:
//
//   the group comes after the node, after what the node reads and after the groups of what it uses or reads;
//   a user of the node wishes to come after the group.
//
// Routines that call each other share one group, so groups form no cycle, and every cycle through a group
// contains a wish that can be dropped. Pure; linear in nodes and edges.
#pragma once
#include <cstddef>
#include <map>
#include <vector>

#include "catalog/identifier.h"

namespace schemac {

// A use of such an object runs what it calls: a routine, an operator, the checks of a domain, the query of a
// view. Tables and materialized views contain rows already.
bool runs_when_used(Kind kind);
// Creating such an object runs nothing, and nothing reads its rows: it may be created before what it reads.
bool is_made_unread(Kind kind);

// Object -> what it reads or calls, by id.
using Reads = std::map<ObjectId, std::vector<ObjectId>>;

struct CallEdges {
  std::vector<std::size_t> uses, reads;
  bool runs = false;  // runs_when_used
};

struct ReadGroup {
  std::vector<std::size_t> nodes;   // nodes that come before it
  std::vector<std::size_t> groups;  // groups that come before it; their numbers are smaller than its own
};

struct ReadGroups {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<ReadGroup> groups;
  std::vector<std::size_t> of;  // node -> its group; none if nothing is read through it
};

ReadGroups read_groups(const std::vector<CallEdges>& nodes);

}  // namespace schemac
