-- Records a refresh that starts; a crash leaves it 'running'.
INSERT INTO schemac.refresh (project, view, started, how, outcome)
VALUES ($1, $2, clock_timestamp(), $3, $4)
RETURNING id
