CREATE TABLE measures (site integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE measures_march PARTITION OF measures FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
