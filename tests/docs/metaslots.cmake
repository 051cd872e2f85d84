# cmake -DREADER=<read.cpp> -DDOCS=<folder> -DGOLDEN=<diagnostics.txt of the case that plants one of each> -P metaslots.cmake
#
# Every metaslot that the reader takes stands in docs/metaslots.md, with what becomes of it; and every note that the
# page promises is one that the golden case shows.
cmake_minimum_required(VERSION 3.25)

file(READ "${READER}" reader)
file(READ "${DOCS}/metaslots.md" page)
file(READ "${GOLDEN}" golden)

string(REGEX REPLACE "[][;]" "," reader "${reader}")
string(REGEX MATCHALL "{\"[a-z_]+\",[ \n]" fields "${reader}")
list(LENGTH fields count)
if(count LESS 150)
  message(FATAL_ERROR "found only ${count} metaslots in ${READER}")
endif()
foreach(field IN LISTS fields)
  string(REGEX REPLACE "[^a-z_]" "" name "${field}")
  string(FIND "${page}" "`${name}`" at)
  if(at EQUAL -1)
    message(SEND_ERROR "docs/metaslots.md lacks ${name}")
  endif()
endforeach()

string(REGEX MATCHALL "\\*[a-z-]+\\*" kinds "${page}")
list(REMOVE_DUPLICATES kinds)
list(REMOVE_ITEM kinds "*reference*" "*nulls-not-distinct*")  # other golden cases have these
foreach(kind IN LISTS kinds)
  string(REPLACE "*" "" kind "${kind}")
  string(FIND "${golden}" "unenforced-${kind}" at)
  if(at EQUAL -1)
    message(SEND_ERROR "the golden case has no note unenforced-${kind}, which docs/metaslots.md names")
  endif()
endforeach()
string(REGEX MATCHALL "unenforced-[a-z-]+" shown "${golden}")
list(REMOVE_DUPLICATES shown)
foreach(code IN LISTS shown)
  string(REPLACE "unenforced-" "" kind "${code}")
  string(FIND "${page}" "*${kind}*" at)
  if(at EQUAL -1)
    message(SEND_ERROR "docs/metaslots.md does not name the note ${code}")
  endif()
endforeach()
