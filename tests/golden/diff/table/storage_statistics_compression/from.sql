CREATE TABLE t (a text, b text); ALTER TABLE t ALTER b SET STORAGE main;
