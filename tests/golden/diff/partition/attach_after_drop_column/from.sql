CREATE TABLE measures (site integer NOT NULL, day date NOT NULL, extra text) PARTITION BY RANGE (day);
CREATE TABLE measures_march (site integer NOT NULL, day date NOT NULL);
INSERT INTO measures_march VALUES (1, '2024-03-04');
