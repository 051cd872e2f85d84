CREATE TABLE m (id int, at date NOT NULL, v text);INSERT INTO m VALUES (1, '2020-05-05', 'x');
CREATE VIEW vv AS SELECT id FROM m; GRANT SELECT ON m TO golden_reader;
