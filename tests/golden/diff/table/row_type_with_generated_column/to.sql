CREATE TABLE size (w integer, h integer, area integer GENERATED ALWAYS AS (w * h) STORED);
CREATE TABLE poster (id integer, s size);
