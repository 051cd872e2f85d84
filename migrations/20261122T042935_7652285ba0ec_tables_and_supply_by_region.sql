-- schemac migration 7652285ba0ec
-- parents: none
-- message: tables, and supply by region
-- created: 2026-11-22T04:29:35Z
-- from: sha256:d20d0fe029b32d5a71f8d2a1c3bb2c6f57180d896af4878677118902d7131cc7 v1 pg15
-- to: sha256:773731aba0751843e102e0e511b9005fd8062fe806dc7d2b06a3e27bf8f88b7c v1 pg15
-- proved: up, down
-- creates: namespace analytics; enum public.analysis_status; enum public.facility_status
-- creates: enum public.ingest_outcome; enum public.mass_basis; enum public.organization_kind
-- creates: enum public.pathway; enum public.permit_medium; enum public.region_level
-- creates: enum public.sample_condition; function public.dry_mass(numeric, numeric)
-- creates: function public.refuse_observation_of_rejected_analysis(); table public.analysis
-- creates: table public.campaign; table public.carrier; table public.custody_transfer; table public.data_source
-- creates: table public.facility; table public.feedstock; table public.feedstock_aliases
-- creates: table public.feedstock_family; table public.field_sample; table public.harvest_estimate
-- creates: table public.ingest_run; table public.instrument; table public.intake; table public.method
-- creates: table public.observation; table public.organization; table public.parameter; table public.permit
-- creates: table public.person; table public.price_quote; table public.region; table public.route
-- creates: table public.season; table public.site; table public.technology; table public.unit
-- creates: constraint public.analysis.analysis_analyst_fkey
-- creates: constraint public.analysis.analysis_instrument_fkey; constraint public.analysis.analysis_method_fkey
-- creates: constraint public.analysis.analysis_pkey; constraint public.analysis.analysis_replicate_minimum
-- creates: constraint public.analysis.analysis_sample_fkey
-- creates: constraint public.analysis.analysis_sample_method_replicate_key
-- creates: constraint public.analysis.analysis_status_performed_on_rule
-- creates: constraint public.analysis.analysis_status_rejection_reason_rule
-- creates: constraint public.campaign.campaign_code_pattern; constraint public.campaign.campaign_lead_fkey
-- creates: constraint public.campaign.campaign_pkey; constraint public.campaign.campaign_valid_to_check
-- creates: constraint public.carrier.carrier_code_pattern
-- creates: constraint public.carrier.carrier_cost_per_km_minimum
-- creates: constraint public.carrier.carrier_fixed_cost_minimum; constraint public.carrier.carrier_pkey
-- creates: constraint public.custody_transfer.custody_transfer_field_sample_custody_fkey
-- creates: constraint public.custody_transfer.custody_transfer_pkey
-- creates: constraint public.custody_transfer.custody_transfer_received_by_fkey
-- creates: constraint public.custody_transfer.custody_transfer_temperature_c_maximum
-- creates: constraint public.custody_transfer.custody_transfer_temperature_c_minimum
-- creates: constraint public.data_source.data_source_code_pattern
-- creates: constraint public.data_source.data_source_landing_page_lexical
-- creates: constraint public.data_source.data_source_pkey
-- creates: constraint public.data_source.data_source_publisher_fkey
-- creates: constraint public.facility.facility_capacity_minimum
-- creates: constraint public.facility.facility_code_pattern; constraint public.facility.facility_operator_fkey
-- creates: constraint public.facility.facility_pkey; constraint public.facility.facility_site_fkey
-- creates: constraint public.facility.facility_status_commissioned_on_rule
-- creates: constraint public.facility.facility_technology_fkey
-- creates: constraint public.feedstock.feedstock_code_pattern
-- creates: constraint public.feedstock.feedstock_family_fkey; constraint public.feedstock.feedstock_pkey
-- creates: constraint public.feedstock.feedstock_typical_moisture_maximum
-- creates: constraint public.feedstock.feedstock_typical_moisture_minimum
-- creates: constraint public.feedstock_aliases.feedstock_aliases_feedstock_code_fkey
-- creates: constraint public.feedstock_aliases.feedstock_aliases_pkey
-- creates: constraint public.feedstock_family.feedstock_family_code_pattern
-- creates: constraint public.feedstock_family.feedstock_family_pkey
-- creates: constraint public.field_sample.field_sample_campaign_fkey
-- creates: constraint public.field_sample.field_sample_feedstock_fkey
-- creates: constraint public.field_sample.field_sample_label_key
-- creates: constraint public.field_sample.field_sample_label_pattern
-- creates: constraint public.field_sample.field_sample_pkey
-- creates: constraint public.field_sample.field_sample_site_fkey
-- creates: constraint public.field_sample.field_sample_tags_elements
-- creates: constraint public.field_sample.field_sample_taken_by_fkey
-- creates: constraint public.field_sample.field_sample_wet_mass_g_minimum
-- creates: constraint public.harvest_estimate.harvest_estimate_feedstock_fkey
-- creates: constraint public.harvest_estimate.harvest_estimate_moisture_maximum
-- creates: constraint public.harvest_estimate.harvest_estimate_moisture_minimum
-- creates: constraint public.harvest_estimate.harvest_estimate_pkey
-- creates: constraint public.harvest_estimate.harvest_estimate_region_feedstock_year_source_key
-- creates: constraint public.harvest_estimate.harvest_estimate_region_fkey
-- creates: constraint public.harvest_estimate.harvest_estimate_source_fkey
-- creates: constraint public.harvest_estimate.harvest_estimate_wet_mass_minimum
-- creates: constraint public.harvest_estimate.harvest_estimate_year_maximum
-- creates: constraint public.harvest_estimate.harvest_estimate_year_minimum
-- creates: constraint public.ingest_run.ingest_run_outcome_finished_at_rule
-- creates: constraint public.ingest_run.ingest_run_pkey
-- creates: constraint public.ingest_run.ingest_run_rows_read_minimum
-- creates: constraint public.ingest_run.ingest_run_source_fkey
-- creates: constraint public.instrument.instrument_code_pattern
-- creates: constraint public.instrument.instrument_owner_fkey
-- creates: constraint public.instrument.instrument_owner_serial_number_key
-- creates: constraint public.instrument.instrument_pkey; constraint public.instrument.instrument_valid_to_check
-- creates: constraint public.intake.intake_facility_feedstock_key
-- creates: constraint public.intake.intake_facility_fkey; constraint public.intake.intake_feedstock_fkey
-- creates: constraint public.intake.intake_max_share_maximum; constraint public.intake.intake_max_share_minimum
-- creates: constraint public.intake.intake_pkey; constraint public.method.method_code_pattern
-- creates: constraint public.method.method_document_lexical; constraint public.method.method_pkey
-- creates: constraint public.observation.observation_analysis_fkey
-- creates: constraint public.observation.observation_analysis_parameter_basis_key
-- creates: constraint public.observation.observation_parameter_fkey
-- creates: constraint public.observation.observation_pkey
-- creates: constraint public.observation.observation_uncertainty_minimum
-- creates: constraint public.organization.organization_code_pattern
-- creates: constraint public.organization.organization_parent_fkey
-- creates: constraint public.organization.organization_pkey; constraint public.parameter.parameter_check
-- creates: constraint public.parameter.parameter_code_pattern; constraint public.parameter.parameter_pkey
-- creates: constraint public.parameter.parameter_unit_fkey; constraint public.permit.permit_authority_fkey
-- creates: constraint public.permit.permit_authority_number_key; constraint public.permit.permit_facility_fkey
-- creates: constraint public.permit.permit_pkey; constraint public.permit.permit_valid_to_check
-- creates: constraint public.person.person_affiliation_fkey; constraint public.person.person_email_key
-- creates: constraint public.person.person_email_pattern; constraint public.person.person_pkey
-- creates: constraint public.price_quote.price_quote_feedstock_fkey
-- creates: constraint public.price_quote.price_quote_feedstock_region_quoted_on_source_key
-- creates: constraint public.price_quote.price_quote_pkey
-- creates: constraint public.price_quote.price_quote_price_minimum
-- creates: constraint public.price_quote.price_quote_region_fkey
-- creates: constraint public.price_quote.price_quote_source_fkey
-- creates: constraint public.region.region_area_km2_minimum; constraint public.region.region_check
-- creates: constraint public.region.region_code_pattern; constraint public.region.region_parent_fkey
-- creates: constraint public.region.region_pkey; constraint public.route.route_carrier_fkey
-- creates: constraint public.route.route_distance_km_minimum; constraint public.route.route_facility_fkey
-- creates: constraint public.route.route_minutes_minimum
-- creates: constraint public.route.route_origin_facility_carrier_key; constraint public.route.route_origin_fkey
-- creates: constraint public.route.route_pkey; constraint public.season.season_feedstock_seasons_fkey
-- creates: constraint public.season.season_first_month_maximum
-- creates: constraint public.season.season_first_month_minimum
-- creates: constraint public.season.season_last_month_maximum
-- creates: constraint public.season.season_last_month_minimum; constraint public.season.season_pkey
-- creates: constraint public.season.season_share_maximum; constraint public.season.season_share_minimum
-- creates: constraint public.site.site_code_pattern; constraint public.site.site_elevation_m_maximum
-- creates: constraint public.site.site_elevation_m_minimum; constraint public.site.site_latitude_longitude_key
-- creates: constraint public.site.site_latitude_maximum; constraint public.site.site_latitude_minimum
-- creates: constraint public.site.site_longitude_maximum; constraint public.site.site_longitude_minimum
-- creates: constraint public.site.site_pkey; constraint public.site.site_region_fkey
-- creates: constraint public.technology.technology_code_pattern
-- creates: constraint public.technology.technology_efficiency_maximum
-- creates: constraint public.technology.technology_efficiency_minimum
-- creates: constraint public.technology.technology_max_ash_maximum
-- creates: constraint public.technology.technology_max_ash_minimum
-- creates: constraint public.technology.technology_max_moisture_maximum
-- creates: constraint public.technology.technology_max_moisture_minimum
-- creates: constraint public.technology.technology_pkey; constraint public.unit.unit_code_pattern
-- creates: constraint public.unit.unit_pkey; constraint public.unit.unit_symbol_key
-- creates: index analytics.feedstock_composition.feedstock_composition_feedstock_parameter_basis_idx
-- creates: index analytics.regional_energy.regional_energy_region_feedstock_year_idx
-- creates: index analytics.regional_supply.regional_supply_feedstock_year_idx
-- creates: index analytics.regional_supply.regional_supply_region_feedstock_year_idx
-- creates: index public.analysis.analysis_analyst_idx; index public.analysis.analysis_instrument_idx
-- creates: index public.analysis.analysis_method_idx; index public.campaign.campaign_lead_idx
-- creates: index public.custody_transfer.custody_transfer_field_sample_custody_idx
-- creates: index public.custody_transfer.custody_transfer_received_by_idx
-- creates: index public.data_source.data_source_publisher_idx; index public.facility.facility_operator_idx
-- creates: index public.facility.facility_site_idx; index public.facility.facility_technology_idx
-- creates: index public.feedstock.feedstock_family_idx; index public.field_sample.field_sample_campaign_idx
-- creates: index public.field_sample.field_sample_feedstock_idx
-- creates: index public.field_sample.field_sample_site_idx; index public.field_sample.field_sample_taken_by_idx
-- creates: index public.harvest_estimate.harvest_estimate_feedstock_idx
-- creates: index public.harvest_estimate.harvest_estimate_source_idx
-- creates: index public.ingest_run.ingest_run_source_idx; index public.intake.intake_feedstock_idx
-- creates: index public.observation.observation_parameter_idx
-- creates: index public.organization.organization_parent_idx; index public.parameter.parameter_unit_idx
-- creates: index public.permit.permit_facility_idx; index public.person.person_affiliation_idx
-- creates: index public.price_quote.price_quote_feedstock_region_quoted_on_idx
-- creates: index public.price_quote.price_quote_region_idx; index public.price_quote.price_quote_source_idx
-- creates: index public.region.region_parent_idx; index public.route.route_carrier_idx
-- creates: index public.route.route_facility_idx; index public.season.season_feedstock_seasons_idx
-- creates: index public.site.site_region_idx; view analytics.sample_backlog
-- creates: materialized_view analytics.feedstock_composition; materialized_view analytics.regional_energy
-- creates: materialized_view analytics.regional_supply
-- creates: trigger public.observation.observation_of_rejected_analysis
-- hazards: none

-- up
-- step: create namespace analytics
SET search_path = public, analytics;
SET check_function_bodies = off;
CREATE SCHEMA analytics;
-- step: create enum public.analysis_status
CREATE TYPE public.analysis_status AS ENUM ('planned', 'running', 'accepted', 'rejected');
-- step: create enum public.facility_status
CREATE TYPE public.facility_status AS ENUM ('proposed', 'building', 'operating', 'closed');
-- step: create enum public.ingest_outcome
CREATE TYPE public.ingest_outcome AS ENUM ('running', 'succeeded', 'failed');
-- step: create enum public.mass_basis
CREATE TYPE public.mass_basis AS ENUM ('wet', 'dry', 'ash_free');
-- step: create enum public.organization_kind
CREATE TYPE public.organization_kind AS ENUM ('university', 'laboratory', 'company', 'agency');
-- step: create enum public.pathway
CREATE TYPE public.pathway AS ENUM ('combustion', 'gasification', 'anaerobic_digestion', 'fermentation', 'pyrolysis');
-- step: create enum public.permit_medium
CREATE TYPE public.permit_medium AS ENUM ('air', 'water', 'land');
-- step: create enum public.region_level
CREATE TYPE public.region_level AS ENUM ('county', 'district', 'state');
-- step: create enum public.sample_condition
CREATE TYPE public.sample_condition AS ENUM ('fresh', 'dried', 'frozen', 'spoiled');
-- step: create function public.dry_mass(numeric, numeric)
CREATE FUNCTION public.dry_mass(wet_mass numeric, moisture numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (wet_mass * ((1)::numeric - (moisture / (100)::numeric)));
COMMENT ON FUNCTION public.dry_mass(numeric, numeric) IS 'Mass without its water; moisture is percent of the wet mass.';
-- step: create function public.refuse_observation_of_rejected_analysis()
CREATE FUNCTION public.refuse_observation_of_rejected_analysis()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT FROM public.analysis a WHERE a.id = new.analysis AND a.status = 'rejected') THEN
    RAISE EXCEPTION 'analysis % was rejected and takes no observations', new.analysis
      USING ERRCODE = 'check_violation', CONSTRAINT = 'observation_of_rejected_analysis', TABLE = 'observation';
  END IF;
  RETURN new;
END
$function$;
-- step: create table public.analysis
CREATE TABLE public.analysis (
  sample integer NOT NULL,
  method text NOT NULL,
  instrument text,
  analyst integer,
  performed_on date,
  replicate integer DEFAULT 1 NOT NULL,
  status public.analysis_status DEFAULT 'planned'::public.analysis_status NOT NULL,
  rejection_reason text,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON TABLE public.analysis IS 'One method applied to one sample.';
COMMENT ON COLUMN public.analysis.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.campaign
CREATE TABLE public.campaign (
  lead integer NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  description text,
  valid_from date,
  valid_to date
);
COMMENT ON TABLE public.campaign IS 'A season of sampling with one aim.';
COMMENT ON COLUMN public.campaign.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.campaign.name IS 'What people call it.';
-- step: create table public.carrier
CREATE TABLE public.carrier (
  fixed_cost numeric NOT NULL,
  cost_per_km numeric NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.carrier IS 'A way to move mass, with what it costs.';
COMMENT ON COLUMN public.carrier.fixed_cost IS 'For each wet ton, loading and unloading.';
COMMENT ON COLUMN public.carrier.cost_per_km IS 'For each wet ton.';
COMMENT ON COLUMN public.carrier.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.carrier.name IS 'What people call it.';
-- step: create table public.custody_transfer
CREATE TABLE public.custody_transfer (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  received_at timestamp with time zone NOT NULL,
  received_by integer NOT NULL,
  temperature_c numeric,
  field_sample_custody integer
);
COMMENT ON TABLE public.custody_transfer IS 'A sample changes hands.';
COMMENT ON COLUMN public.custody_transfer.field_sample_custody IS 'Owner by FieldSample.custody';
-- step: create table public.data_source
CREATE TABLE public.data_source (
  publisher text,
  landing_page text,
  license text,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.data_source IS 'A publication, survey or data set.';
COMMENT ON COLUMN public.data_source.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.data_source.name IS 'What people call it.';
-- step: create table public.facility
CREATE TABLE public.facility (
  site text NOT NULL,
  operator text,
  technology text NOT NULL,
  status public.facility_status DEFAULT 'proposed'::public.facility_status NOT NULL,
  capacity numeric NOT NULL,
  commissioned_on date,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON COLUMN public.facility.capacity IS 'Dry metric tons a year.';
COMMENT ON COLUMN public.facility.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.facility.name IS 'What people call it.';
-- step: create table public.feedstock
CREATE TABLE public.feedstock (
  family text NOT NULL,
  typical_moisture numeric NOT NULL,
  woody boolean DEFAULT false,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.feedstock IS 'A kind of residue or crop.';
COMMENT ON COLUMN public.feedstock.typical_moisture IS 'Share of water in the mass as harvested.';
COMMENT ON COLUMN public.feedstock.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.feedstock.name IS 'What people call it.';
-- step: create table public.feedstock_aliases
CREATE TABLE public.feedstock_aliases (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  feedstock_code text NOT NULL,
  aliases text NOT NULL
);
COMMENT ON TABLE public.feedstock_aliases IS 'Other names that sources use.';
-- step: create table public.feedstock_family
CREATE TABLE public.feedstock_family (
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.feedstock_family IS 'Feedstocks that are handled alike.';
COMMENT ON COLUMN public.feedstock_family.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.feedstock_family.name IS 'What people call it.';
-- step: create table public.field_sample
CREATE TABLE public.field_sample (
  label text NOT NULL,
  campaign text NOT NULL,
  site text NOT NULL,
  feedstock text NOT NULL,
  taken_on date NOT NULL,
  taken_by integer,
  wet_mass_g numeric,
  condition public.sample_condition DEFAULT 'fresh'::public.sample_condition NOT NULL,
  tags text[],
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON TABLE public.field_sample IS 'Material taken at one place at one time.';
COMMENT ON COLUMN public.field_sample.label IS 'What is written on the bag.';
COMMENT ON COLUMN public.field_sample.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.harvest_estimate
CREATE TABLE public.harvest_estimate (
  year integer NOT NULL,
  source text,
  region text NOT NULL,
  feedstock text NOT NULL,
  wet_mass numeric NOT NULL,
  moisture numeric,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON TABLE public.harvest_estimate IS 'What a region yields of a feedstock in a year, wet, as harvested.';
COMMENT ON COLUMN public.harvest_estimate.source IS 'Where the figures come from.';
COMMENT ON COLUMN public.harvest_estimate.moisture IS 'Where it is known better than what is typical.';
COMMENT ON COLUMN public.harvest_estimate.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.ingest_run
CREATE TABLE public.ingest_run (
  source text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  rows_read integer DEFAULT 0,
  outcome public.ingest_outcome DEFAULT 'running'::public.ingest_outcome NOT NULL,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON TABLE public.ingest_run IS 'One run of a program that brought rows in.';
COMMENT ON COLUMN public.ingest_run.source IS 'Where the figures come from.';
COMMENT ON COLUMN public.ingest_run.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.instrument
CREATE TABLE public.instrument (
  owner text NOT NULL,
  serial_number text,
  code text NOT NULL,
  name text NOT NULL,
  description text,
  valid_from date,
  valid_to date
);
COMMENT ON COLUMN public.instrument.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.instrument.name IS 'What people call it.';
-- step: create table public.intake
CREATE TABLE public.intake (
  facility text NOT NULL,
  feedstock text NOT NULL,
  max_share numeric DEFAULT 100 NOT NULL,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON TABLE public.intake IS 'A facility takes a feedstock, up to a share of what it takes at all.';
COMMENT ON COLUMN public.intake.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.method
CREATE TABLE public.method (
  standard text,
  document text,
  destroys_sample boolean DEFAULT false,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.method IS 'A procedure that somebody wrote down.';
COMMENT ON COLUMN public.method.standard IS 'The norm that it follows.';
COMMENT ON COLUMN public.method.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.method.name IS 'What people call it.';
-- step: create table public.observation
CREATE TABLE public.observation (
  analysis integer NOT NULL,
  parameter text NOT NULL,
  value numeric NOT NULL,
  uncertainty numeric,
  basis public.mass_basis DEFAULT 'dry'::public.mass_basis NOT NULL,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON TABLE public.observation IS 'One value.';
COMMENT ON COLUMN public.observation.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.organization
CREATE TABLE public.organization (
  kind public.organization_kind NOT NULL,
  parent text,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.organization IS 'A university, laboratory, company or agency.';
COMMENT ON COLUMN public.organization.parent IS 'The organization that this one is part of.';
COMMENT ON COLUMN public.organization.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.organization.name IS 'What people call it.';
-- step: create table public.parameter
CREATE TABLE public.parameter (
  unit text NOT NULL,
  smallest numeric,
  largest numeric,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.parameter IS 'A property that can be measured.';
COMMENT ON COLUMN public.parameter.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.parameter.name IS 'What people call it.';
-- step: create table public.permit
CREATE TABLE public.permit (
  facility text NOT NULL,
  authority text NOT NULL,
  number text NOT NULL,
  medium public.permit_medium NOT NULL,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  valid_from date,
  valid_to date
);
COMMENT ON COLUMN public.permit.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.person
CREATE TABLE public.person (
  name text NOT NULL,
  email text NOT NULL,
  affiliation text,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON COLUMN public.person.name IS 'What people call it.';
COMMENT ON COLUMN public.person.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.price_quote
CREATE TABLE public.price_quote (
  source text,
  feedstock text NOT NULL,
  region text NOT NULL,
  quoted_on date NOT NULL,
  price numeric NOT NULL,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON COLUMN public.price_quote.source IS 'Where the figures come from.';
COMMENT ON COLUMN public.price_quote.price IS 'For each dry ton.';
COMMENT ON COLUMN public.price_quote.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.region
CREATE TABLE public.region (
  level public.region_level NOT NULL,
  parent text,
  area_km2 numeric,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.region IS 'A county, or what counties add up to.';
COMMENT ON COLUMN public.region.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.region.name IS 'What people call it.';
-- step: create table public.route
CREATE TABLE public.route (
  origin text NOT NULL,
  facility text NOT NULL,
  carrier text NOT NULL,
  distance_km numeric NOT NULL,
  minutes integer,
  id integer GENERATED BY DEFAULT AS IDENTITY NOT NULL
);
COMMENT ON TABLE public.route IS 'From the middle of a region to a facility.';
COMMENT ON COLUMN public.route.id IS 'Number of the row; counted up where none is given.';
-- step: create table public.season
CREATE TABLE public.season (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  first_month integer NOT NULL,
  last_month integer NOT NULL,
  share numeric DEFAULT 100,
  feedstock_seasons text
);
COMMENT ON TABLE public.season IS 'Months in which a feedstock can be had; it may reach over the turn of the year.';
COMMENT ON COLUMN public.season.share IS 'How much of the year''s mass falls into this season.';
COMMENT ON COLUMN public.season.feedstock_seasons IS 'Owner by Feedstock.seasons';
-- step: create table public.site
CREATE TABLE public.site (
  region text NOT NULL,
  latitude numeric NOT NULL,
  longitude numeric NOT NULL,
  elevation_m integer,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON TABLE public.site IS 'A point on the ground.';
COMMENT ON COLUMN public.site.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.site.name IS 'What people call it.';
-- step: create table public.technology
CREATE TABLE public.technology (
  pathway public.pathway NOT NULL,
  efficiency numeric NOT NULL,
  max_moisture numeric DEFAULT 100 NOT NULL,
  max_ash numeric,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON COLUMN public.technology.efficiency IS 'Energy out of energy in.';
COMMENT ON COLUMN public.technology.max_moisture IS 'The wettest feedstock it takes.';
COMMENT ON COLUMN public.technology.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.technology.name IS 'What people call it.';
-- step: create table public.unit
CREATE TABLE public.unit (
  symbol text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  description text
);
COMMENT ON COLUMN public.unit.code IS 'A short name that people type, the same in every file.';
COMMENT ON COLUMN public.unit.name IS 'What people call it.';
-- step: create constraint public.analysis.analysis_pkey
ALTER TABLE public.analysis ADD CONSTRAINT analysis_pkey PRIMARY KEY (id);
-- step: create constraint public.analysis.analysis_replicate_minimum
ALTER TABLE public.analysis ADD CONSTRAINT analysis_replicate_minimum CHECK ((replicate >= 1));
-- step: create constraint public.analysis.analysis_sample_method_replicate_key
ALTER TABLE public.analysis ADD CONSTRAINT analysis_sample_method_replicate_key UNIQUE (sample, method, replicate);
-- step: create constraint public.analysis.analysis_status_performed_on_rule
ALTER TABLE public.analysis ADD CONSTRAINT analysis_status_performed_on_rule CHECK (((NOT ((status IS NOT NULL) AND ((status)::text = 'accepted'::text))) OR (performed_on IS NOT NULL)));
-- step: create constraint public.analysis.analysis_status_rejection_reason_rule
ALTER TABLE public.analysis ADD CONSTRAINT analysis_status_rejection_reason_rule CHECK (((NOT ((status IS NOT NULL) AND ((status)::text = 'rejected'::text))) OR (rejection_reason IS NOT NULL)));
-- step: create constraint public.campaign.campaign_code_pattern
ALTER TABLE public.campaign ADD CONSTRAINT campaign_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.campaign.campaign_pkey
ALTER TABLE public.campaign ADD CONSTRAINT campaign_pkey PRIMARY KEY (code);
-- step: create constraint public.campaign.campaign_valid_to_check
ALTER TABLE public.campaign ADD CONSTRAINT campaign_valid_to_check CHECK ((valid_from <= valid_to));
-- step: create constraint public.carrier.carrier_code_pattern
ALTER TABLE public.carrier ADD CONSTRAINT carrier_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.carrier.carrier_cost_per_km_minimum
ALTER TABLE public.carrier ADD CONSTRAINT carrier_cost_per_km_minimum CHECK ((cost_per_km >= (0)::numeric));
-- step: create constraint public.carrier.carrier_fixed_cost_minimum
ALTER TABLE public.carrier ADD CONSTRAINT carrier_fixed_cost_minimum CHECK ((fixed_cost >= (0)::numeric));
-- step: create constraint public.carrier.carrier_pkey
ALTER TABLE public.carrier ADD CONSTRAINT carrier_pkey PRIMARY KEY (code);
-- step: create constraint public.custody_transfer.custody_transfer_pkey
ALTER TABLE public.custody_transfer ADD CONSTRAINT custody_transfer_pkey PRIMARY KEY (id);
-- step: create constraint public.custody_transfer.custody_transfer_temperature_c_maximum
ALTER TABLE public.custody_transfer ADD CONSTRAINT custody_transfer_temperature_c_maximum CHECK ((temperature_c <= (60)::numeric));
-- step: create constraint public.custody_transfer.custody_transfer_temperature_c_minimum
ALTER TABLE public.custody_transfer ADD CONSTRAINT custody_transfer_temperature_c_minimum CHECK ((temperature_c >= ('-200'::integer)::numeric));
-- step: create constraint public.data_source.data_source_code_pattern
ALTER TABLE public.data_source ADD CONSTRAINT data_source_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.data_source.data_source_landing_page_lexical
ALTER TABLE public.data_source ADD CONSTRAINT data_source_landing_page_lexical CHECK ((landing_page ~ '^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$'::text));
-- step: create constraint public.data_source.data_source_pkey
ALTER TABLE public.data_source ADD CONSTRAINT data_source_pkey PRIMARY KEY (code);
-- step: create constraint public.facility.facility_capacity_minimum
ALTER TABLE public.facility ADD CONSTRAINT facility_capacity_minimum CHECK ((capacity >= (0)::numeric));
-- step: create constraint public.facility.facility_code_pattern
ALTER TABLE public.facility ADD CONSTRAINT facility_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.facility.facility_pkey
ALTER TABLE public.facility ADD CONSTRAINT facility_pkey PRIMARY KEY (code);
-- step: create constraint public.facility.facility_status_commissioned_on_rule
ALTER TABLE public.facility ADD CONSTRAINT facility_status_commissioned_on_rule CHECK (((NOT ((status IS NOT NULL) AND ((status)::text = 'operating'::text))) OR (commissioned_on IS NOT NULL)));
-- step: create constraint public.feedstock.feedstock_code_pattern
ALTER TABLE public.feedstock ADD CONSTRAINT feedstock_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.feedstock.feedstock_pkey
ALTER TABLE public.feedstock ADD CONSTRAINT feedstock_pkey PRIMARY KEY (code);
-- step: create constraint public.feedstock.feedstock_typical_moisture_maximum
ALTER TABLE public.feedstock ADD CONSTRAINT feedstock_typical_moisture_maximum CHECK ((typical_moisture <= (100)::numeric));
-- step: create constraint public.feedstock.feedstock_typical_moisture_minimum
ALTER TABLE public.feedstock ADD CONSTRAINT feedstock_typical_moisture_minimum CHECK ((typical_moisture >= (0)::numeric));
-- step: create constraint public.feedstock_aliases.feedstock_aliases_pkey
ALTER TABLE public.feedstock_aliases ADD CONSTRAINT feedstock_aliases_pkey PRIMARY KEY (feedstock_code, id);
-- step: create constraint public.feedstock_family.feedstock_family_code_pattern
ALTER TABLE public.feedstock_family ADD CONSTRAINT feedstock_family_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.feedstock_family.feedstock_family_pkey
ALTER TABLE public.feedstock_family ADD CONSTRAINT feedstock_family_pkey PRIMARY KEY (code);
-- step: create constraint public.field_sample.field_sample_label_key
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_label_key UNIQUE (label);
-- step: create constraint public.field_sample.field_sample_label_pattern
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_label_pattern CHECK ((label ~ '^[A-Z]{2}-[0-9]{4}-[0-9]{3}$'::text));
-- step: create constraint public.field_sample.field_sample_pkey
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_pkey PRIMARY KEY (id);
-- step: create constraint public.field_sample.field_sample_tags_elements
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_tags_elements CHECK ((array_position(tags, NULL::text) IS NULL));
-- step: create constraint public.field_sample.field_sample_wet_mass_g_minimum
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_wet_mass_g_minimum CHECK ((wet_mass_g >= (0)::numeric));
-- step: create constraint public.harvest_estimate.harvest_estimate_moisture_maximum
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_moisture_maximum CHECK ((moisture <= (100)::numeric));
-- step: create constraint public.harvest_estimate.harvest_estimate_moisture_minimum
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_moisture_minimum CHECK ((moisture >= (0)::numeric));
-- step: create constraint public.harvest_estimate.harvest_estimate_pkey
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_pkey PRIMARY KEY (id);
-- step: create constraint public.harvest_estimate.harvest_estimate_region_feedstock_year_source_key
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_region_feedstock_year_source_key UNIQUE NULLS NOT DISTINCT (region, feedstock, year, source);
-- step: create constraint public.harvest_estimate.harvest_estimate_wet_mass_minimum
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_wet_mass_minimum CHECK ((wet_mass >= (0)::numeric));
-- step: create constraint public.harvest_estimate.harvest_estimate_year_maximum
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_year_maximum CHECK ((year <= 2100));
-- step: create constraint public.harvest_estimate.harvest_estimate_year_minimum
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_year_minimum CHECK ((year >= 1990));
-- step: create constraint public.ingest_run.ingest_run_outcome_finished_at_rule
ALTER TABLE public.ingest_run ADD CONSTRAINT ingest_run_outcome_finished_at_rule CHECK (((NOT ((outcome IS NOT NULL) AND ((outcome)::text = ANY (ARRAY['succeeded'::text, 'failed'::text])))) OR (finished_at IS NOT NULL)));
-- step: create constraint public.ingest_run.ingest_run_pkey
ALTER TABLE public.ingest_run ADD CONSTRAINT ingest_run_pkey PRIMARY KEY (id);
-- step: create constraint public.ingest_run.ingest_run_rows_read_minimum
ALTER TABLE public.ingest_run ADD CONSTRAINT ingest_run_rows_read_minimum CHECK ((rows_read >= 0));
-- step: create constraint public.instrument.instrument_code_pattern
ALTER TABLE public.instrument ADD CONSTRAINT instrument_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.instrument.instrument_owner_serial_number_key
ALTER TABLE public.instrument ADD CONSTRAINT instrument_owner_serial_number_key UNIQUE NULLS NOT DISTINCT (owner, serial_number);
-- step: create constraint public.instrument.instrument_pkey
ALTER TABLE public.instrument ADD CONSTRAINT instrument_pkey PRIMARY KEY (code);
-- step: create constraint public.instrument.instrument_valid_to_check
ALTER TABLE public.instrument ADD CONSTRAINT instrument_valid_to_check CHECK ((valid_from <= valid_to));
-- step: create constraint public.intake.intake_facility_feedstock_key
ALTER TABLE public.intake ADD CONSTRAINT intake_facility_feedstock_key UNIQUE (facility, feedstock);
-- step: create constraint public.intake.intake_max_share_maximum
ALTER TABLE public.intake ADD CONSTRAINT intake_max_share_maximum CHECK ((max_share <= (100)::numeric));
-- step: create constraint public.intake.intake_max_share_minimum
ALTER TABLE public.intake ADD CONSTRAINT intake_max_share_minimum CHECK ((max_share >= (0)::numeric));
-- step: create constraint public.intake.intake_pkey
ALTER TABLE public.intake ADD CONSTRAINT intake_pkey PRIMARY KEY (id);
-- step: create constraint public.method.method_code_pattern
ALTER TABLE public.method ADD CONSTRAINT method_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.method.method_document_lexical
ALTER TABLE public.method ADD CONSTRAINT method_document_lexical CHECK ((document ~ '^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$'::text));
-- step: create constraint public.method.method_pkey
ALTER TABLE public.method ADD CONSTRAINT method_pkey PRIMARY KEY (code);
-- step: create constraint public.observation.observation_analysis_parameter_basis_key
ALTER TABLE public.observation ADD CONSTRAINT observation_analysis_parameter_basis_key UNIQUE (analysis, parameter, basis);
-- step: create constraint public.observation.observation_pkey
ALTER TABLE public.observation ADD CONSTRAINT observation_pkey PRIMARY KEY (id);
-- step: create constraint public.observation.observation_uncertainty_minimum
ALTER TABLE public.observation ADD CONSTRAINT observation_uncertainty_minimum CHECK ((uncertainty >= (0)::numeric));
-- step: create constraint public.organization.organization_code_pattern
ALTER TABLE public.organization ADD CONSTRAINT organization_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.organization.organization_pkey
ALTER TABLE public.organization ADD CONSTRAINT organization_pkey PRIMARY KEY (code);
-- step: create constraint public.parameter.parameter_check
ALTER TABLE public.parameter ADD CONSTRAINT parameter_check CHECK (((smallest IS NULL) OR (largest IS NULL) OR (smallest <= largest)));
-- step: create constraint public.parameter.parameter_code_pattern
ALTER TABLE public.parameter ADD CONSTRAINT parameter_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.parameter.parameter_pkey
ALTER TABLE public.parameter ADD CONSTRAINT parameter_pkey PRIMARY KEY (code);
-- step: create constraint public.permit.permit_authority_number_key
ALTER TABLE public.permit ADD CONSTRAINT permit_authority_number_key UNIQUE (authority, number);
-- step: create constraint public.permit.permit_pkey
ALTER TABLE public.permit ADD CONSTRAINT permit_pkey PRIMARY KEY (id);
-- step: create constraint public.permit.permit_valid_to_check
ALTER TABLE public.permit ADD CONSTRAINT permit_valid_to_check CHECK ((valid_from <= valid_to));
-- step: create constraint public.person.person_email_key
ALTER TABLE public.person ADD CONSTRAINT person_email_key UNIQUE (email);
-- step: create constraint public.person.person_email_pattern
ALTER TABLE public.person ADD CONSTRAINT person_email_pattern CHECK ((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text));
-- step: create constraint public.person.person_pkey
ALTER TABLE public.person ADD CONSTRAINT person_pkey PRIMARY KEY (id);
-- step: create constraint public.price_quote.price_quote_feedstock_region_quoted_on_source_key
ALTER TABLE public.price_quote ADD CONSTRAINT price_quote_feedstock_region_quoted_on_source_key UNIQUE NULLS NOT DISTINCT (feedstock, region, quoted_on, source);
-- step: create constraint public.price_quote.price_quote_pkey
ALTER TABLE public.price_quote ADD CONSTRAINT price_quote_pkey PRIMARY KEY (id);
-- step: create constraint public.price_quote.price_quote_price_minimum
ALTER TABLE public.price_quote ADD CONSTRAINT price_quote_price_minimum CHECK ((price >= (0)::numeric));
-- step: create constraint public.region.region_area_km2_minimum
ALTER TABLE public.region ADD CONSTRAINT region_area_km2_minimum CHECK ((area_km2 >= (0)::numeric));
-- step: create constraint public.region.region_check
ALTER TABLE public.region ADD CONSTRAINT region_check CHECK (((parent IS NULL) OR (parent <> code)));
-- step: create constraint public.region.region_code_pattern
ALTER TABLE public.region ADD CONSTRAINT region_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.region.region_pkey
ALTER TABLE public.region ADD CONSTRAINT region_pkey PRIMARY KEY (code);
-- step: create constraint public.route.route_distance_km_minimum
ALTER TABLE public.route ADD CONSTRAINT route_distance_km_minimum CHECK ((distance_km >= (0)::numeric));
-- step: create constraint public.route.route_minutes_minimum
ALTER TABLE public.route ADD CONSTRAINT route_minutes_minimum CHECK ((minutes >= 0));
-- step: create constraint public.route.route_origin_facility_carrier_key
ALTER TABLE public.route ADD CONSTRAINT route_origin_facility_carrier_key UNIQUE (origin, facility, carrier);
-- step: create constraint public.route.route_pkey
ALTER TABLE public.route ADD CONSTRAINT route_pkey PRIMARY KEY (id);
-- step: create constraint public.season.season_first_month_maximum
ALTER TABLE public.season ADD CONSTRAINT season_first_month_maximum CHECK ((first_month <= 12));
-- step: create constraint public.season.season_first_month_minimum
ALTER TABLE public.season ADD CONSTRAINT season_first_month_minimum CHECK ((first_month >= 1));
-- step: create constraint public.season.season_last_month_maximum
ALTER TABLE public.season ADD CONSTRAINT season_last_month_maximum CHECK ((last_month <= 12));
-- step: create constraint public.season.season_last_month_minimum
ALTER TABLE public.season ADD CONSTRAINT season_last_month_minimum CHECK ((last_month >= 1));
-- step: create constraint public.season.season_pkey
ALTER TABLE public.season ADD CONSTRAINT season_pkey PRIMARY KEY (id);
-- step: create constraint public.season.season_share_maximum
ALTER TABLE public.season ADD CONSTRAINT season_share_maximum CHECK ((share <= (100)::numeric));
-- step: create constraint public.season.season_share_minimum
ALTER TABLE public.season ADD CONSTRAINT season_share_minimum CHECK ((share >= (0)::numeric));
-- step: create constraint public.site.site_code_pattern
ALTER TABLE public.site ADD CONSTRAINT site_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.site.site_elevation_m_maximum
ALTER TABLE public.site ADD CONSTRAINT site_elevation_m_maximum CHECK ((elevation_m <= 8850));
-- step: create constraint public.site.site_elevation_m_minimum
ALTER TABLE public.site ADD CONSTRAINT site_elevation_m_minimum CHECK ((elevation_m >= '-430'::integer));
-- step: create constraint public.site.site_latitude_longitude_key
ALTER TABLE public.site ADD CONSTRAINT site_latitude_longitude_key UNIQUE (latitude, longitude);
-- step: create constraint public.site.site_latitude_maximum
ALTER TABLE public.site ADD CONSTRAINT site_latitude_maximum CHECK ((latitude <= (90)::numeric));
-- step: create constraint public.site.site_latitude_minimum
ALTER TABLE public.site ADD CONSTRAINT site_latitude_minimum CHECK ((latitude >= ('-90'::integer)::numeric));
-- step: create constraint public.site.site_longitude_maximum
ALTER TABLE public.site ADD CONSTRAINT site_longitude_maximum CHECK ((longitude <= (180)::numeric));
-- step: create constraint public.site.site_longitude_minimum
ALTER TABLE public.site ADD CONSTRAINT site_longitude_minimum CHECK ((longitude >= ('-180'::integer)::numeric));
-- step: create constraint public.site.site_pkey
ALTER TABLE public.site ADD CONSTRAINT site_pkey PRIMARY KEY (code);
-- step: create constraint public.technology.technology_code_pattern
ALTER TABLE public.technology ADD CONSTRAINT technology_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.technology.technology_efficiency_maximum
ALTER TABLE public.technology ADD CONSTRAINT technology_efficiency_maximum CHECK ((efficiency <= (100)::numeric));
-- step: create constraint public.technology.technology_efficiency_minimum
ALTER TABLE public.technology ADD CONSTRAINT technology_efficiency_minimum CHECK ((efficiency >= (0)::numeric));
-- step: create constraint public.technology.technology_max_ash_maximum
ALTER TABLE public.technology ADD CONSTRAINT technology_max_ash_maximum CHECK ((max_ash <= (100)::numeric));
-- step: create constraint public.technology.technology_max_ash_minimum
ALTER TABLE public.technology ADD CONSTRAINT technology_max_ash_minimum CHECK ((max_ash >= (0)::numeric));
-- step: create constraint public.technology.technology_max_moisture_maximum
ALTER TABLE public.technology ADD CONSTRAINT technology_max_moisture_maximum CHECK ((max_moisture <= (100)::numeric));
-- step: create constraint public.technology.technology_max_moisture_minimum
ALTER TABLE public.technology ADD CONSTRAINT technology_max_moisture_minimum CHECK ((max_moisture >= (0)::numeric));
-- step: create constraint public.technology.technology_pkey
ALTER TABLE public.technology ADD CONSTRAINT technology_pkey PRIMARY KEY (code);
-- step: create constraint public.unit.unit_code_pattern
ALTER TABLE public.unit ADD CONSTRAINT unit_code_pattern CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text));
-- step: create constraint public.unit.unit_pkey
ALTER TABLE public.unit ADD CONSTRAINT unit_pkey PRIMARY KEY (code);
-- step: create constraint public.unit.unit_symbol_key
ALTER TABLE public.unit ADD CONSTRAINT unit_symbol_key UNIQUE (symbol);
-- step: create index public.analysis.analysis_analyst_idx
CREATE INDEX analysis_analyst_idx ON public.analysis USING btree (analyst);
-- step: create index public.analysis.analysis_instrument_idx
CREATE INDEX analysis_instrument_idx ON public.analysis USING btree (instrument);
-- step: create index public.analysis.analysis_method_idx
CREATE INDEX analysis_method_idx ON public.analysis USING btree (method);
-- step: create index public.campaign.campaign_lead_idx
CREATE INDEX campaign_lead_idx ON public.campaign USING btree (lead);
-- step: create index public.custody_transfer.custody_transfer_field_sample_custody_idx
CREATE INDEX custody_transfer_field_sample_custody_idx ON public.custody_transfer USING btree (field_sample_custody);
-- step: create index public.custody_transfer.custody_transfer_received_by_idx
CREATE INDEX custody_transfer_received_by_idx ON public.custody_transfer USING btree (received_by);
-- step: create index public.data_source.data_source_publisher_idx
CREATE INDEX data_source_publisher_idx ON public.data_source USING btree (publisher);
-- step: create index public.facility.facility_operator_idx
CREATE INDEX facility_operator_idx ON public.facility USING btree (operator);
-- step: create index public.facility.facility_site_idx
CREATE INDEX facility_site_idx ON public.facility USING btree (site);
-- step: create index public.facility.facility_technology_idx
CREATE INDEX facility_technology_idx ON public.facility USING btree (technology);
-- step: create index public.feedstock.feedstock_family_idx
CREATE INDEX feedstock_family_idx ON public.feedstock USING btree (family);
-- step: create index public.field_sample.field_sample_campaign_idx
CREATE INDEX field_sample_campaign_idx ON public.field_sample USING btree (campaign);
-- step: create index public.field_sample.field_sample_feedstock_idx
CREATE INDEX field_sample_feedstock_idx ON public.field_sample USING btree (feedstock);
-- step: create index public.field_sample.field_sample_site_idx
CREATE INDEX field_sample_site_idx ON public.field_sample USING btree (site);
-- step: create index public.field_sample.field_sample_taken_by_idx
CREATE INDEX field_sample_taken_by_idx ON public.field_sample USING btree (taken_by);
-- step: create index public.harvest_estimate.harvest_estimate_feedstock_idx
CREATE INDEX harvest_estimate_feedstock_idx ON public.harvest_estimate USING btree (feedstock);
-- step: create index public.harvest_estimate.harvest_estimate_source_idx
CREATE INDEX harvest_estimate_source_idx ON public.harvest_estimate USING btree (source);
-- step: create index public.ingest_run.ingest_run_source_idx
CREATE INDEX ingest_run_source_idx ON public.ingest_run USING btree (source);
-- step: create index public.intake.intake_feedstock_idx
CREATE INDEX intake_feedstock_idx ON public.intake USING btree (feedstock);
-- step: create index public.observation.observation_parameter_idx
CREATE INDEX observation_parameter_idx ON public.observation USING btree (parameter);
-- step: create index public.organization.organization_parent_idx
CREATE INDEX organization_parent_idx ON public.organization USING btree (parent);
-- step: create index public.parameter.parameter_unit_idx
CREATE INDEX parameter_unit_idx ON public.parameter USING btree (unit);
-- step: create index public.permit.permit_facility_idx
CREATE INDEX permit_facility_idx ON public.permit USING btree (facility);
-- step: create index public.person.person_affiliation_idx
CREATE INDEX person_affiliation_idx ON public.person USING btree (affiliation);
-- step: create index public.price_quote.price_quote_feedstock_region_quoted_on_idx
CREATE INDEX price_quote_feedstock_region_quoted_on_idx ON public.price_quote USING btree (feedstock, region, quoted_on);
-- step: create index public.price_quote.price_quote_region_idx
CREATE INDEX price_quote_region_idx ON public.price_quote USING btree (region);
-- step: create index public.price_quote.price_quote_source_idx
CREATE INDEX price_quote_source_idx ON public.price_quote USING btree (source);
-- step: create index public.region.region_parent_idx
CREATE INDEX region_parent_idx ON public.region USING btree (parent);
-- step: create index public.route.route_carrier_idx
CREATE INDEX route_carrier_idx ON public.route USING btree (carrier);
-- step: create index public.route.route_facility_idx
CREATE INDEX route_facility_idx ON public.route USING btree (facility);
-- step: create index public.season.season_feedstock_seasons_idx
CREATE INDEX season_feedstock_seasons_idx ON public.season USING btree (feedstock_seasons);
-- step: create index public.site.site_region_idx
CREATE INDEX site_region_idx ON public.site USING btree (region);
-- step: create constraint public.analysis.analysis_analyst_fkey
ALTER TABLE public.analysis ADD CONSTRAINT analysis_analyst_fkey FOREIGN KEY (analyst) REFERENCES public.person(id);
-- step: create constraint public.analysis.analysis_instrument_fkey
ALTER TABLE public.analysis ADD CONSTRAINT analysis_instrument_fkey FOREIGN KEY (instrument) REFERENCES public.instrument(code);
-- step: create constraint public.analysis.analysis_method_fkey
ALTER TABLE public.analysis ADD CONSTRAINT analysis_method_fkey FOREIGN KEY (method) REFERENCES public.method(code);
-- step: create constraint public.analysis.analysis_sample_fkey
ALTER TABLE public.analysis ADD CONSTRAINT analysis_sample_fkey FOREIGN KEY (sample) REFERENCES public.field_sample(id);
-- step: create constraint public.campaign.campaign_lead_fkey
ALTER TABLE public.campaign ADD CONSTRAINT campaign_lead_fkey FOREIGN KEY (lead) REFERENCES public.person(id);
-- step: create constraint public.custody_transfer.custody_transfer_field_sample_custody_fkey
ALTER TABLE public.custody_transfer ADD CONSTRAINT custody_transfer_field_sample_custody_fkey FOREIGN KEY (field_sample_custody) REFERENCES public.field_sample(id) ON DELETE CASCADE;
-- step: create constraint public.custody_transfer.custody_transfer_received_by_fkey
ALTER TABLE public.custody_transfer ADD CONSTRAINT custody_transfer_received_by_fkey FOREIGN KEY (received_by) REFERENCES public.person(id);
-- step: create constraint public.data_source.data_source_publisher_fkey
ALTER TABLE public.data_source ADD CONSTRAINT data_source_publisher_fkey FOREIGN KEY (publisher) REFERENCES public.organization(code);
-- step: create constraint public.facility.facility_operator_fkey
ALTER TABLE public.facility ADD CONSTRAINT facility_operator_fkey FOREIGN KEY (operator) REFERENCES public.organization(code);
-- step: create constraint public.facility.facility_site_fkey
ALTER TABLE public.facility ADD CONSTRAINT facility_site_fkey FOREIGN KEY (site) REFERENCES public.site(code);
-- step: create constraint public.facility.facility_technology_fkey
ALTER TABLE public.facility ADD CONSTRAINT facility_technology_fkey FOREIGN KEY (technology) REFERENCES public.technology(code);
-- step: create constraint public.feedstock.feedstock_family_fkey
ALTER TABLE public.feedstock ADD CONSTRAINT feedstock_family_fkey FOREIGN KEY (family) REFERENCES public.feedstock_family(code);
-- step: create constraint public.feedstock_aliases.feedstock_aliases_feedstock_code_fkey
ALTER TABLE public.feedstock_aliases ADD CONSTRAINT feedstock_aliases_feedstock_code_fkey FOREIGN KEY (feedstock_code) REFERENCES public.feedstock(code) ON DELETE CASCADE;
-- step: create constraint public.field_sample.field_sample_campaign_fkey
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_campaign_fkey FOREIGN KEY (campaign) REFERENCES public.campaign(code);
-- step: create constraint public.field_sample.field_sample_feedstock_fkey
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_feedstock_fkey FOREIGN KEY (feedstock) REFERENCES public.feedstock(code);
-- step: create constraint public.field_sample.field_sample_site_fkey
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_site_fkey FOREIGN KEY (site) REFERENCES public.site(code);
-- step: create constraint public.field_sample.field_sample_taken_by_fkey
ALTER TABLE public.field_sample ADD CONSTRAINT field_sample_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES public.person(id);
-- step: create constraint public.harvest_estimate.harvest_estimate_feedstock_fkey
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_feedstock_fkey FOREIGN KEY (feedstock) REFERENCES public.feedstock(code);
-- step: create constraint public.harvest_estimate.harvest_estimate_region_fkey
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_region_fkey FOREIGN KEY (region) REFERENCES public.region(code);
-- step: create constraint public.harvest_estimate.harvest_estimate_source_fkey
ALTER TABLE public.harvest_estimate ADD CONSTRAINT harvest_estimate_source_fkey FOREIGN KEY (source) REFERENCES public.data_source(code);
-- step: create constraint public.ingest_run.ingest_run_source_fkey
ALTER TABLE public.ingest_run ADD CONSTRAINT ingest_run_source_fkey FOREIGN KEY (source) REFERENCES public.data_source(code);
-- step: create constraint public.instrument.instrument_owner_fkey
ALTER TABLE public.instrument ADD CONSTRAINT instrument_owner_fkey FOREIGN KEY (owner) REFERENCES public.organization(code);
-- step: create constraint public.intake.intake_facility_fkey
ALTER TABLE public.intake ADD CONSTRAINT intake_facility_fkey FOREIGN KEY (facility) REFERENCES public.facility(code) ON DELETE CASCADE;
-- step: create constraint public.intake.intake_feedstock_fkey
ALTER TABLE public.intake ADD CONSTRAINT intake_feedstock_fkey FOREIGN KEY (feedstock) REFERENCES public.feedstock(code);
-- step: create constraint public.observation.observation_analysis_fkey
ALTER TABLE public.observation ADD CONSTRAINT observation_analysis_fkey FOREIGN KEY (analysis) REFERENCES public.analysis(id) ON DELETE CASCADE;
-- step: create constraint public.observation.observation_parameter_fkey
ALTER TABLE public.observation ADD CONSTRAINT observation_parameter_fkey FOREIGN KEY (parameter) REFERENCES public.parameter(code);
-- step: create constraint public.organization.organization_parent_fkey
ALTER TABLE public.organization ADD CONSTRAINT organization_parent_fkey FOREIGN KEY (parent) REFERENCES public.organization(code) ON DELETE SET NULL;
-- step: create constraint public.parameter.parameter_unit_fkey
ALTER TABLE public.parameter ADD CONSTRAINT parameter_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);
-- step: create constraint public.permit.permit_authority_fkey
ALTER TABLE public.permit ADD CONSTRAINT permit_authority_fkey FOREIGN KEY (authority) REFERENCES public.organization(code);
-- step: create constraint public.permit.permit_facility_fkey
ALTER TABLE public.permit ADD CONSTRAINT permit_facility_fkey FOREIGN KEY (facility) REFERENCES public.facility(code) ON DELETE CASCADE;
-- step: create constraint public.person.person_affiliation_fkey
ALTER TABLE public.person ADD CONSTRAINT person_affiliation_fkey FOREIGN KEY (affiliation) REFERENCES public.organization(code);
-- step: create constraint public.price_quote.price_quote_feedstock_fkey
ALTER TABLE public.price_quote ADD CONSTRAINT price_quote_feedstock_fkey FOREIGN KEY (feedstock) REFERENCES public.feedstock(code);
-- step: create constraint public.price_quote.price_quote_region_fkey
ALTER TABLE public.price_quote ADD CONSTRAINT price_quote_region_fkey FOREIGN KEY (region) REFERENCES public.region(code);
-- step: create constraint public.price_quote.price_quote_source_fkey
ALTER TABLE public.price_quote ADD CONSTRAINT price_quote_source_fkey FOREIGN KEY (source) REFERENCES public.data_source(code);
-- step: create constraint public.region.region_parent_fkey
ALTER TABLE public.region ADD CONSTRAINT region_parent_fkey FOREIGN KEY (parent) REFERENCES public.region(code);
-- step: create constraint public.route.route_carrier_fkey
ALTER TABLE public.route ADD CONSTRAINT route_carrier_fkey FOREIGN KEY (carrier) REFERENCES public.carrier(code);
-- step: create constraint public.route.route_facility_fkey
ALTER TABLE public.route ADD CONSTRAINT route_facility_fkey FOREIGN KEY (facility) REFERENCES public.facility(code) ON DELETE CASCADE;
-- step: create constraint public.route.route_origin_fkey
ALTER TABLE public.route ADD CONSTRAINT route_origin_fkey FOREIGN KEY (origin) REFERENCES public.region(code);
-- step: create constraint public.season.season_feedstock_seasons_fkey
ALTER TABLE public.season ADD CONSTRAINT season_feedstock_seasons_fkey FOREIGN KEY (feedstock_seasons) REFERENCES public.feedstock(code) ON DELETE CASCADE;
-- step: create constraint public.site.site_region_fkey
ALTER TABLE public.site ADD CONSTRAINT site_region_fkey FOREIGN KEY (region) REFERENCES public.region(code);
-- step: create view analytics.sample_backlog
CREATE VIEW analytics.sample_backlog AS
 SELECT s.label,
    s.feedstock,
    s.taken_on,
    s.condition,
    count(a.id) FILTER (WHERE (a.status = ANY (ARRAY['planned'::public.analysis_status, 'running'::public.analysis_status]))) AS open_analyses
   FROM (public.field_sample s
     LEFT JOIN public.analysis a ON ((a.sample = s.id)))
  WHERE (s.condition <> 'spoiled'::public.sample_condition)
  GROUP BY s.id
 HAVING (count(a.id) FILTER (WHERE (a.status = 'accepted'::public.analysis_status)) = 0)
  ORDER BY s.taken_on, s.label;
-- step: create materialized_view analytics.feedstock_composition
CREATE MATERIALIZED VIEW analytics.feedstock_composition AS
 SELECT s.feedstock,
    o.parameter,
    o.basis,
    (count(DISTINCT s.id))::integer AS samples,
    round(avg(o.value), 4) AS mean_value,
    round(stddev_samp(o.value), 4) AS spread
   FROM ((public.observation o
     JOIN public.analysis a ON ((a.id = o.analysis)))
     JOIN public.field_sample s ON ((s.id = a.sample)))
  WHERE (a.status = 'accepted'::public.analysis_status)
  GROUP BY s.feedstock, o.parameter, o.basis;
COMMENT ON MATERIALIZED VIEW analytics.feedstock_composition IS 'What accepted analyses say about a feedstock.';
COMMENT ON COLUMN analytics.feedstock_composition.samples IS 'How many samples stand behind the mean.';
COMMENT ON COLUMN analytics.feedstock_composition.spread IS 'Standard deviation; null for a single value.';
GRANT SELECT ON TABLE analytics.feedstock_composition TO PUBLIC;
-- step: create index analytics.feedstock_composition.feedstock_composition_feedstock_parameter_basis_idx
CREATE UNIQUE INDEX feedstock_composition_feedstock_parameter_basis_idx ON analytics.feedstock_composition USING btree (feedstock, parameter, basis);
-- step: create materialized_view analytics.regional_supply
CREATE MATERIALIZED VIEW analytics.regional_supply AS
 WITH harvested AS (
         SELECT h_1.region,
            h_1.feedstock,
            h_1.year,
            avg(public.dry_mass(h_1.wet_mass, COALESCE(h_1.moisture, f.typical_moisture))) AS dry_mass
           FROM (public.harvest_estimate h_1
             JOIN public.feedstock f ON ((f.code = h_1.feedstock)))
          GROUP BY h_1.region, h_1.feedstock, h_1.year
        )
 SELECT h.region,
    h.feedstock,
    h.year,
    round(h.dry_mass, 1) AS dry_mass,
    round(h.dry_mass, 1) AS available_mass,
    ( SELECT q.price
           FROM public.price_quote q
          WHERE ((q.region = h.region) AND (q.feedstock = h.feedstock))
          ORDER BY q.quoted_on DESC, q.id DESC
         LIMIT 1) AS price
   FROM harvested h;
COMMENT ON MATERIALIZED VIEW analytics.regional_supply IS 'Dry mass of a feedstock that a region has left over in a year, and the latest price for it.';
COMMENT ON COLUMN analytics.regional_supply.available_mass IS 'What competing uses leave.';
GRANT SELECT ON TABLE analytics.regional_supply TO PUBLIC;
-- step: create index analytics.regional_supply.regional_supply_feedstock_year_idx
CREATE INDEX regional_supply_feedstock_year_idx ON analytics.regional_supply USING btree (feedstock, year);
-- step: create index analytics.regional_supply.regional_supply_region_feedstock_year_idx
CREATE UNIQUE INDEX regional_supply_region_feedstock_year_idx ON analytics.regional_supply USING btree (region, feedstock, year);
-- step: create materialized_view analytics.regional_energy
CREATE MATERIALIZED VIEW analytics.regional_energy AS
 SELECT s.region,
    s.feedstock,
    s.year,
    s.available_mass,
    s.price,
    round(((s.available_mass * heat.mean_value) / (1000)::numeric), 2) AS energy_tj,
    ash.mean_value AS ash
   FROM ((analytics.regional_supply s
     LEFT JOIN analytics.feedstock_composition heat ON (((heat.feedstock = s.feedstock) AND (heat.parameter = 'heating_value'::text) AND (heat.basis = 'dry'::public.mass_basis))))
     LEFT JOIN analytics.feedstock_composition ash ON (((ash.feedstock = s.feedstock) AND (ash.parameter = 'ash'::text) AND (ash.basis = 'dry'::public.mass_basis))));
COMMENT ON MATERIALIZED VIEW analytics.regional_energy IS 'The energy in what a region has left over.';
COMMENT ON COLUMN analytics.regional_energy.energy_tj IS 'Terajoule a year. Null where nobody measured a heating value.';
COMMENT ON COLUMN analytics.regional_energy.ash IS 'Percent of the dry mass.';
-- step: create index analytics.regional_energy.regional_energy_region_feedstock_year_idx
CREATE UNIQUE INDEX regional_energy_region_feedstock_year_idx ON analytics.regional_energy USING btree (region, feedstock, year);
-- step: create trigger public.observation.observation_of_rejected_analysis
CREATE TRIGGER observation_of_rejected_analysis BEFORE INSERT OR UPDATE OF analysis ON public.observation FOR EACH ROW EXECUTE FUNCTION public.refuse_observation_of_rejected_analysis();

\q
-- down
-- step: drop materialized_view analytics.regional_energy  [lock: ACCESS EXCLUSIVE, brief]
SET search_path = public, analytics;
SET check_function_bodies = off;
DROP MATERIALIZED VIEW analytics.regional_energy;
-- step: drop materialized_view analytics.feedstock_composition  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW analytics.feedstock_composition;
-- step: drop materialized_view analytics.regional_supply  [lock: ACCESS EXCLUSIVE, brief]
DROP MATERIALIZED VIEW analytics.regional_supply;
-- step: drop view analytics.sample_backlog  [lock: ACCESS EXCLUSIVE, brief]
DROP VIEW analytics.sample_backlog;
-- step: drop table public.custody_transfer  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.custody_transfer;
-- step: drop table public.feedstock_aliases  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.feedstock_aliases;
-- step: drop table public.harvest_estimate  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.harvest_estimate;
-- step: drop table public.ingest_run  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.ingest_run;
-- step: drop table public.intake  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.intake;
-- step: drop table public.observation  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.observation;
-- step: drop table public.analysis  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.analysis;
-- step: drop table public.field_sample  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.field_sample;
-- step: drop table public.campaign  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.campaign;
-- step: drop table public.instrument  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.instrument;
-- step: drop table public.method  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.method;
-- step: drop table public.parameter  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.parameter;
-- step: drop table public.permit  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.permit;
-- step: drop table public.person  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.person;
-- step: drop table public.price_quote  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.price_quote;
-- step: drop table public.data_source  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.data_source;
-- step: drop table public.route  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.route;
-- step: drop table public.carrier  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.carrier;
-- step: drop table public.facility  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.facility;
-- step: drop table public.organization  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.organization;
-- step: drop table public.season  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.season;
-- step: drop table public.feedstock  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.feedstock;
-- step: drop table public.feedstock_family  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.feedstock_family;
-- step: drop table public.site  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.site;
-- step: drop table public.region  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.region;
-- step: drop table public.technology  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.technology;
-- step: drop table public.unit  [lock: ACCESS EXCLUSIVE, brief]
DROP TABLE public.unit;
-- step: drop function public.dry_mass(numeric, numeric)
DROP FUNCTION public.dry_mass(numeric, numeric);
-- step: drop function public.refuse_observation_of_rejected_analysis()
DROP FUNCTION public.refuse_observation_of_rejected_analysis();
-- step: drop enum public.analysis_status
DROP TYPE public.analysis_status;
-- step: drop enum public.facility_status
DROP TYPE public.facility_status;
-- step: drop enum public.ingest_outcome
DROP TYPE public.ingest_outcome;
-- step: drop enum public.mass_basis
DROP TYPE public.mass_basis;
-- step: drop enum public.organization_kind
DROP TYPE public.organization_kind;
-- step: drop enum public.pathway
DROP TYPE public.pathway;
-- step: drop enum public.permit_medium
DROP TYPE public.permit_medium;
-- step: drop enum public.region_level
DROP TYPE public.region_level;
-- step: drop enum public.sample_condition
DROP TYPE public.sample_condition;
-- step: drop namespace analytics
DROP SCHEMA analytics;
