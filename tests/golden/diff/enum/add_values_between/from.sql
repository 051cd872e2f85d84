CREATE TYPE mood AS ENUM ('sad', 'happy');CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT 'sad');
