"""Ask a running Apache Superset, over its REST API, for a data set and a chart on a view, and read its data.

Run as ``python tests/clients/superset_chart.py http://127.0.0.1:8088 USER URI``, with Superset's password
in SUPERSET_PASSWORD. The URI is SQLAlchemy's for the database, whose password is in Superset's PGPASSFILE.
"""

import json
import os
import sys
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

VIEW = "star"
METRICS = ["count", "mean_j_minus_h"]


class Refused(Exception):
    """Superset answered a request with an error."""


class Superset:
    """A session at Superset's REST API."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.headers = {"Referer": address}
        login = {"username": user, "password": password, "provider": "db", "refresh": False}
        token = self.ask("POST", "security/login", login)["access_token"]
        self.headers["Authorization"] = f"Bearer {token}"
        self.headers["X-CSRFToken"] = self.ask("GET", "security/csrf_token/")["result"]

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Send one request; give the answer."""
        data = None if body is None else json.dumps(body).encode()
        # An empty request that says it holds JSON is refused.
        headers = self.headers | ({"Content-Type": "application/json"} if data else {})
        request = Request(f"{self.address}/api/v1/{path}", data, headers, method=method)
        try:
            with self.opener.open(request, timeout=120) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise Refused(f"{method} {path}: {error.code} {error.read().decode()}") from error


def chart_of_stars(superset: Superset, uri: str) -> list[dict[str, Any]]:
    """Make database, data set and chart; give the rows that the chart shows."""
    database = superset.ask("POST", "database/", {"database_name": "EpochDB", "sqlalchemy_uri": uri})
    table = {"database": database["id"], "schema": "science", "table_name": VIEW}
    dataset = superset.ask("POST", "dataset/", table)["id"]
    found = superset.ask("GET", f"dataset/{dataset}")["result"]
    sys.stdout.write(f"data set {dataset}: science.{VIEW}, {len(found['columns'])} columns\n")
    kept = [{key: metric[key] for key in ("id", "metric_name", "expression")} for metric in found["metrics"]]
    colour = {
        "metric_name": "mean_j_minus_h",
        "expression": "avg(j_minus_h)",
        "verbose_name": "Mean J - H [mag]",
    }
    superset.ask("PUT", f"dataset/{dataset}", {"metrics": [*kept, colour]})
    query = {"columns": ["field_id"], "metrics": METRICS, "orderby": [["field_id", True]], "row_limit": 100}
    source = {"id": dataset, "type": "table"}
    form = {
        "datasource": f"{dataset}__table",
        "viz_type": "table",
        "groupby": ["field_id"],
        "metrics": METRICS,
    }
    chart = {
        "slice_name": "Stars by field",
        "viz_type": "table",
        "datasource_id": dataset,
        "datasource_type": "table",
        "params": json.dumps(form),
        "query_context": json.dumps({"datasource": source, "queries": [query], "form_data": form}),
    }
    made = superset.ask("POST", "chart/", chart)["id"]
    sys.stdout.write(f"chart {made}: {superset.ask('GET', f'chart/{made}')['result']['slice_name']}\n")
    return superset.ask("GET", f"chart/{made}/data/")["result"][0]["data"]


if __name__ == "__main__":
    session = Superset(sys.argv[1], sys.argv[2], os.environ["SUPERSET_PASSWORD"])
    for row in chart_of_stars(session, sys.argv[3]):
        sys.stdout.write(f"{row}\n")
