/** Shapes shared by the modules; seen by the type checker alone, never by a browser. */

/** vendor/supercluster.min.js; Leaflet's `L` comes with its own types. */
declare class Supercluster {
  constructor(options: { radius: number; extent: number; maxZoom: number });
  load(features: PointFeature[]): Supercluster;
  getClusters(bbox: [number, number, number, number], zoom: number): ClusterFeature[];
  getClusterExpansionZoom(id: number): number;
  getLeaves(id: number, limit: number): PointFeature[];
}

/** A cluster, or one of the features that were loaded. */
interface ClusterFeature {
  geometry: { coordinates: [number, number] };
  properties:
    | (MapPoint & { cluster?: undefined })
    | { cluster: true; cluster_id: number; point_count: number };
}

/** Minutes from 00:00 of the first day of the data; half open. `open` null: unknown. */
interface Span {
  start: number;
  end: number;
  open: boolean | null;
}

interface OfflineStatus {
  status: "open" | "suspended" | "closed" | "moved";
  /** Days from the first day of the data; `end` (exclusive) absent: until further notice. */
  start: number;
  end?: number;
  successor?: string;
}

interface OfflinePlace {
  id: string;
  name: string;
  nature: "public" | "commercial" | "spontaneous";
  form: "hall" | "station" | "kerb";
  region: string;
  address: string;
  lon: number;
  lat: number;
  town?: string;
  directions?: string;
  /** Index into the patterns; absent where nobody knows the hours. */
  pattern?: number;
  hours_note?: string;
  free?: boolean;
  hotline?: string;
  complaint_line?: string;
  peaks?: { starts: string; ends: string; be_there_by?: string }[];
  /** The first `main` of them are those most hired there. */
  trades?: string[];
  main?: number;
  corners?: Record<string, string>;
  facilities?: string[];
  contacts?: { label: string; phone: string }[];
  /** When the hours were last confirmed, and by whom. */
  confirmed?: { on: string; by: string };
  statuses?: OfflineStatus[];
  pinyin: string;
  initials: string;
  aliases?: string[];
}

interface OfflineArea {
  code: string;
  name: string;
  level: "province" | "city" | "county" | "town";
  parent: string;
  pinyin: string;
  initials: string;
  lon?: number;
  lat?: number;
}

interface OfflineTrade {
  code: string;
  name: string;
  name_en: string;
  synonyms?: string[];
  /** Full pinyin and initials of the synonyms. */
  sounds: string[];
  pinyin: string;
  initials: string;
  /** Its symbol, where that is not called as the trade is. */
  icon?: string;
}

interface OfflineTag {
  code: string;
  name: string;
  name_en: string;
}

interface OfflineMode {
  kmh: number;
  detour: number;
}

/** /offline/<city>.json */
interface OfflineCity {
  number: number;
  built_at: string;
  datum: "wgs84";
  city: string;
  demo: boolean;
  valid_from: string;
  days: number;
  /** Years whose holidays are known. */
  years: number[];
  modes: Record<string, OfflineMode>;
  patterns: number[][];
  places: OfflinePlace[];
  areas: OfflineArea[];
  trades: OfflineTrade[];
  facilities: OfflineTag[];
  /** Ids of places that were merged away, and where each leads. */
  merged?: Record<string, string>;
}

/** The opened directory: the same, with its spans unpacked and an index by id. */
interface Directory {
  city: OfflineCity;
  spans: Span[][];
  byId: Map<string, OfflinePlace>;
}

/** `at` in minutes from 00:00 of the first day of the data. */
interface Ask {
  lon: number;
  lat: number;
  at: number;
  mode: string;
  trade: string | null;
}

interface Hit {
  place: OfflinePlace;
  distance: number;
  minutes: Record<string, number>;
  arrival: number;
  /** Whether the hours are known for the moment asked about. */
  known: boolean;
  opens: boolean | null;
  /** Beyond reach. */
  far: boolean;
  status: OfflineStatus | null;
  nextChange: number | null;
  nextOpening: number | null;
  /** Minutes to wait at the door where they are few; 0 when open, else null. */
  wait: number | null;
  today: Span[];
}

interface Answer {
  best: Hit[];
  nearer: Hit[];
  rest: Hit[];
  /** How many of the best open; the others fill up. */
  good: number;
}

interface MapPoint {
  id: string;
  lon: number;
  lat: number;
  nature: string;
  form: string;
  name: string;
  trades: string[];
}

interface NamedRegion extends NamedPoint {
  rings: number[][][];
}

interface NamedPoint {
  name: string;
  lon: number;
  lat: number;
}

/** A box by its middle, in pixels of the map. */
interface LabelBox {
  x: number;
  y: number;
  w: number;
  h: number;
}

/**
 * A name that would stand at a point: beside the symbol of radius `gap` that is there, or, without
 * one (0), at most `reach` pixels away in each direction.
 */
interface LabelWish {
  x: number;
  y: number;
  text: string;
  kind: string;
  gap: number;
  reach: number;
  /** Where the middle of the name may be, the best first; everywhere without it. */
  allowed?: ((x: number, y: number) => boolean)[];
}

/** A symbol on the map that names keep clear of. */
interface ShownSymbol {
  lon: number;
  lat: number;
  kind: "cluster" | "place" | "answer" | "here";
  name?: string;
  /** 1, 2 or 3 of an answer. */
  rank?: number;
}

/** What the page says of a place; empty where it does not. */
interface PlaceFacts {
  verdict?: string;
  way?: string;
  hours?: string;
}

interface PointFeature {
  type: "Feature";
  geometry: { type: "Point"; coordinates: [number, number] };
  properties: MapPoint;
}

type LeafletMap = import("leaflet").Map;
type LeafletLayer = import("leaflet").Layer;
type LeafletBounds = import("leaflet").LatLngBounds;
type LeafletMarker = import("leaflet").Marker;
type LeafletMouseEvent = import("leaflet").LeafletMouseEvent;

/** What map.js needs to know; addresses are those of our own origin. */
interface MapParts {
  element: HTMLElement;
  strings: Record<string, string>;
  home: string;
  placeUrl: (id: string) => string;
  basemap: any;
  points: MapPoint[];
  ask: { lon?: number | null; lat?: number | null; trade?: string; at?: string; mode?: string };
  /** In their order on the page. */
  answers: { id: string; lon: number; lat: number }[];
  towns: NamedPoint[];
  tradeName: (code: string) => string;
  go: (url: string) => void;
  tianditu: { key: string; approval?: string } | null;
}

/** From where distances are counted; `area` for the centre of a county or town. */
interface Origin {
  lon: number;
  lat: number;
  kind: "position" | "area" | "place";
  name: string;
}

/** What the address asks, as far as the kept data can tell. */
interface Question {
  origin: Origin | null;
  at: number;
  mode: string;
  trade: OfflineTrade | null;
  /** A trade that nobody knows, as it was typed. */
  unknownTrade: string;
  /** Names that the typed one may mean, and where each leads. */
  choices: { name: string; url: string }[];
  /** A name that nothing goes by. */
  unknownName: string;
}

/** `head` is read first, `more` explains it. */
interface Verdict {
  kind: "open" | "late" | "soon" | "shut" | "unknown" | "stopped" | "far";
  head: string;
  more: string;
  /** For a line of the overview; empty where the head is short enough. */
  brief: string;
}
