-- schemac migration c0a71e68c19a
-- parents: 7652285ba0ec
-- message: catchment and scorecard of facilities
-- created: 2026-11-22T04:29:38Z
-- from: sha256:773731aba0751843e102e0e511b9005fd8062fe806dc7d2b06a3e27bf8f88b7c v1 pg15
-- to: sha256:a531469123625ca6dffc3e6d11cdd20e336627a1b392151de40b88ce221be9e2 v1 pg15
-- proved: up, down
-- creates: index analytics.facility_catchment.facility_catchment_facility_delivered_cost_idx
-- creates: index analytics.facility_catchment.facility_catchment_facility_region_feedstock_idx
-- creates: view analytics.siting_scorecard; materialized_view analytics.facility_catchment
-- hazards: none

-- up
-- step: create materialized_view analytics.facility_catchment
SET search_path = public, analytics;
CREATE MATERIALIZED VIEW analytics.facility_catchment AS
 SELECT DISTINCT ON (i.facility, e.region, e.feedstock) i.facility,
    e.region,
    e.feedstock,
    e.year,
    e.available_mass,
    e.energy_tj,
    round((e.price + ((c.fixed_cost + (c.cost_per_km * r.distance_km)) / ((1)::numeric - (f.typical_moisture / (100)::numeric)))), 2) AS delivered_cost
   FROM ((((((public.intake i
     JOIN public.facility p ON (((p.code = i.facility) AND (p.status <> 'closed'::public.facility_status))))
     JOIN public.technology t ON ((t.code = p.technology)))
     JOIN public.feedstock f ON (((f.code = i.feedstock) AND (f.typical_moisture <= t.max_moisture) AND (f.typical_moisture < (100)::numeric))))
     JOIN public.route r ON ((r.facility = i.facility)))
     JOIN public.carrier c ON ((c.code = r.carrier)))
     JOIN analytics.regional_energy e ON (((e.region = r.origin) AND (e.feedstock = i.feedstock))))
  WHERE ((e.ash IS NULL) OR (t.max_ash IS NULL) OR (e.ash <= t.max_ash))
  ORDER BY i.facility, e.region, e.feedstock, e.year DESC, (round((e.price + ((c.fixed_cost + (c.cost_per_km * r.distance_km)) / ((1)::numeric - (f.typical_moisture / (100)::numeric)))), 2));
COMMENT ON MATERIALIZED VIEW analytics.facility_catchment IS 'What each facility could get from each region in the latest year, and for how much.';
COMMENT ON COLUMN analytics.facility_catchment.delivered_cost IS 'For each dry ton, with the cheapest carrier.';
-- step: create index analytics.facility_catchment.facility_catchment_facility_delivered_cost_idx
CREATE INDEX facility_catchment_facility_delivered_cost_idx ON analytics.facility_catchment USING btree (facility, delivered_cost);
-- step: create index analytics.facility_catchment.facility_catchment_facility_region_feedstock_idx
CREATE UNIQUE INDEX facility_catchment_facility_region_feedstock_idx ON analytics.facility_catchment USING btree (facility, region, feedstock);
-- step: create view analytics.siting_scorecard
CREATE VIEW analytics.siting_scorecard AS
 SELECT p.code AS facility,
    p.technology,
    p.status,
    COALESCE(sum(c.available_mass), (0)::numeric) AS reachable_mass,
    round((((100)::numeric * COALESCE(sum(c.available_mass), (0)::numeric)) / NULLIF(p.capacity, (0)::numeric)), 1) AS coverage,
    round((sum((c.delivered_cost * c.available_mass)) / NULLIF(sum(c.available_mass), (0)::numeric)), 2) AS mean_cost,
    round((((sum(c.energy_tj) * LEAST((1)::numeric, (p.capacity / NULLIF(sum(c.available_mass), (0)::numeric)))) * t.efficiency) / (100)::numeric), 1) AS output_tj
   FROM ((public.facility p
     JOIN public.technology t ON ((t.code = p.technology)))
     LEFT JOIN analytics.facility_catchment c ON ((c.facility = p.code)))
  GROUP BY p.code, p.technology, p.status, p.capacity, t.efficiency
  ORDER BY (round((((sum(c.energy_tj) * LEAST((1)::numeric, (p.capacity / NULLIF(sum(c.available_mass), (0)::numeric)))) * t.efficiency) / (100)::numeric), 1)) DESC NULLS LAST, p.code;
COMMENT ON VIEW analytics.siting_scorecard IS 'One line for each facility, the best first.';
COMMENT ON COLUMN analytics.siting_scorecard.coverage IS 'Percent of the capacity.';
COMMENT ON COLUMN analytics.siting_scorecard.mean_cost IS 'For each dry ton delivered, weighted by mass.';
COMMENT ON COLUMN analytics.siting_scorecard.output_tj IS 'Energy after conversion of what the capacity can take.';
GRANT SELECT ON TABLE analytics.siting_scorecard TO PUBLIC;

\q
-- down
-- step: drop view analytics.siting_scorecard  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, analytics;
DROP VIEW analytics.siting_scorecard;
-- step: drop materialized_view analytics.facility_catchment  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW analytics.facility_catchment;
