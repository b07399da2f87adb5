"""The questions as single statements: for the one-SQL view, and for pgbench."""

from bench.peers.columns import PROPERTIES

_PROPERTIES = ", ".join(f"'{name}', {name}" for name in PROPERTIES)
_FEATURE = f"""json_build_object('type', 'Feature', 'id', id,
 'geometry', ST_AsGeoJSON(geom, 7)::json, 'properties', json_build_object({_PROPERTIES}))"""
_ALL = """SELECT json_build_object('type', 'FeatureCollection',
 'features', json_agg({feature}))::text FROM ({rows}) f"""
_NEAREST = """ORDER BY geog <-> ST_SetSRID(ST_MakePoint({lon}, {lat}), 4326)::geography LIMIT 10"""
_ROWS = {
    "nearest": f"SELECT * FROM bench_place WHERE gone > {{today}} {_NEAREST}",
    "filtered": f"""SELECT * FROM bench_place p
 WHERE gone > {{today}} AND trade_codes @> ARRAY[{{trade}}::text]
 AND EXISTS (SELECT FROM bench_span s WHERE s.place_id = p.id
  AND s.starts <= {{at}}::timestamp AND s.ends > {{at}}::timestamp) {_NEAREST}""",
    "bbox": """SELECT * FROM bench_place
 WHERE geom && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326) LIMIT 10000""",
    "tile": """SELECT * FROM bench_place
 WHERE geom && ST_Transform(ST_TileEnvelope(10, {x}, {y}), 4326)""",
    "directory": "SELECT * FROM bench_place ORDER BY id LIMIT 10000",
}


def statement(kind: str, values: dict[str, str]) -> str:
    """`values`: what stands for each parameter, a placeholder or a column."""
    return _ALL.format(feature=_FEATURE, rows=_ROWS[kind].format(**values))


def of_column(kind: str) -> str:
    """For pgbench: the parameters come from row :n of bench_question."""
    names = ("lon", "lat", "trade", "at", "west", "south", "east", "north", "x", "y", "today")
    body = statement(kind, {name: f'q."{name}"' for name in names})
    return f"SELECT a.* FROM bench_question q, LATERAL ({body}) a WHERE q.n = :n"
