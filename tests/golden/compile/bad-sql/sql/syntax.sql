CREATE TABLE é (x integer);
CREATE TABEL y (x integer);
CREATE TABLE z ();
