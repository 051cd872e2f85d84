CREATE TABLE w ();
\i other.sql
