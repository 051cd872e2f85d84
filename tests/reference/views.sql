-- The reference project's views over its sample data. A row that starts with "not ok" fails the test.
CREATE FUNCTION pg_temp.equals(what text, got anyelement, wanted anyelement) RETURNS text
LANGUAGE sql AS $$
  SELECT CASE WHEN got IS NOT DISTINCT FROM wanted THEN 'ok - ' || what
    ELSE format('not ok - %s: got %s, wanted %s', what, got, wanted) END
$$;

SELECT pg_temp.equals('composition counts samples, not analyses',
  (SELECT samples FROM analytics.feedstock_composition
   WHERE feedstock = 'almond_prunings' AND parameter = 'heating_value' AND basis = 'dry'), 2);
SELECT pg_temp.equals('composition averages',
  (SELECT mean_value FROM analytics.feedstock_composition
   WHERE feedstock = 'almond_prunings' AND parameter = 'heating_value' AND basis = 'dry'), 18.8667);
SELECT pg_temp.equals('what is not accepted does not count',
  (SELECT count(*) FROM analytics.feedstock_composition WHERE feedstock = 'tomato_pomace'), 0::bigint);

SELECT pg_temp.equals('supply averages its sources, each with its own moisture',
  (SELECT dry_mass FROM analytics.regional_supply
   WHERE region = 'north_county' AND feedstock = 'almond_prunings' AND year = 2025), 48450.0);
SELECT pg_temp.equals('competing uses add up',
  (SELECT available_mass FROM analytics.regional_supply
   WHERE region = 'south_county' AND feedstock = 'rice_straw' AND year = 2025), 36539.4);
SELECT pg_temp.equals('the latest price counts',
  (SELECT price FROM analytics.regional_supply
   WHERE region = 'north_county' AND feedstock = 'almond_prunings' AND year = 2025), 34.5);

SELECT pg_temp.equals('energy of what is left over',
  (SELECT energy_tj FROM analytics.regional_energy
   WHERE region = 'north_county' AND feedstock = 'almond_prunings' AND year = 2025), 914.09);

SELECT pg_temp.equals('the cheapest carrier counts',
  (SELECT delivered_cost FROM analytics.facility_catchment
   WHERE facility = 'mill_plant' AND region = 'south_county' AND feedstock = 'almond_prunings'), 50.85);
SELECT pg_temp.equals('too much ash is turned away',
  (SELECT count(*) FROM analytics.facility_catchment WHERE feedstock = 'rice_straw'), 0::bigint);
SELECT pg_temp.equals('what is closed takes nothing',
  (SELECT count(*) FROM analytics.facility_catchment WHERE facility = 'old_incinerator'), 0::bigint);

SELECT pg_temp.equals('every facility is on the scorecard',
  (SELECT count(*) FROM analytics.siting_scorecard), 4::bigint);
SELECT pg_temp.equals('reachable mass adds up',
  (SELECT reachable_mass FROM analytics.siting_scorecard WHERE facility = 'mill_plant'), 234730.0);
SELECT pg_temp.equals('coverage', (SELECT coverage FROM analytics.siting_scorecard WHERE facility = 'mill_plant'), 260.8);
SELECT pg_temp.equals('backlog, the oldest first',
  (SELECT string_agg(label, ' ') FROM analytics.sample_backlog), 'SC-2026-002 NC-2026-003');

-- A view's unique key is what lets it be refreshed while it is read.
REFRESH MATERIALIZED VIEW CONCURRENTLY analytics.regional_supply;
REFRESH MATERIALIZED VIEW CONCURRENTLY analytics.facility_catchment;
