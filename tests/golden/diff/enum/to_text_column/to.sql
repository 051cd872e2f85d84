CREATE TABLE p (id int PRIMARY KEY, m text DEFAULT 'ok'); INSERT INTO p VALUES (1,'sad');
