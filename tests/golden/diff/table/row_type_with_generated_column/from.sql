CREATE TABLE size (w integer, h integer);
CREATE TABLE poster (id integer, s size);
INSERT INTO poster VALUES (1, NULL);
