-- Samples that wait for a first accepted analysis, the oldest first.
CREATE VIEW analytics.sample_backlog AS
SELECT s.label, s.feedstock, s.taken_on, s.condition,
       count(a.id) FILTER (WHERE a.status IN ('planned', 'running')) AS open_analyses
FROM public.field_sample s
LEFT JOIN public.analysis a ON a.sample = s.id
WHERE s.condition <> 'spoiled'
GROUP BY s.id
HAVING count(a.id) FILTER (WHERE a.status = 'accepted') = 0
ORDER BY s.taken_on, s.label;
