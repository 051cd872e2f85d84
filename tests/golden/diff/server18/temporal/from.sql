CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer, during daterange);
CREATE TABLE bookings (id integer, room integer, during daterange);
INSERT INTO rooms VALUES (1, '[2024-01-01,2025-01-01)');
INSERT INTO bookings VALUES (1, 1, '[2024-02-01,2024-03-01)');
