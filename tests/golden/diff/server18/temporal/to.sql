-- server: 18
CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE bookings (id integer, room integer, during daterange, UNIQUE (id, during WITHOUT OVERLAPS),
  FOREIGN KEY (room, PERIOD during) REFERENCES rooms (id, PERIOD during));
