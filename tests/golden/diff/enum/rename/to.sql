-- renamed: enum public.feeling <- enum public.mood
CREATE TYPE feeling AS ENUM ('sad', 'ok', 'happy');CREATE TABLE p (id int PRIMARY KEY, m feeling DEFAULT 'ok', ms feeling[]);
INSERT INTO p VALUES (1, 'sad', '{sad,ok}'), (2, 'happy', '{}');
