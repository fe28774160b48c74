"""A report described for archives: `ro-crate-metadata.json`, an RO-Crate of the profile Process Run Crate.

The report is the data set, each of its files a part; the run that made it is an action, with the study's files and the
parameters for its objects and Rashomon for its instrument. Times are in it only where the study gives them: the same
run has the same description. The manifest is a part without a digest, since it holds the digest of this file.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.report import citation, manifest, prose

FILE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/wfrun/process/0.6"
FORMATS = {
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".toml": "application/toml",
}


def load() -> None:
    """Load what `described` needs, a fifth of a second: it can be done while notebooks run."""
    import rocrate.rocrate  # noqa: F401


def described(report: Path, told: Mapping[str, Any]) -> bytes:
    """The description of the report in a folder; `told` is its manifest, whose outputs need not be known yet."""
    from rocrate.rocrate import ROCrate

    crate = ROCrate()
    title = _title(report / "notebooks", told["study"])
    files = [_file(crate, report, name) for name in sorted({*manifest.files(report), manifest.FILE} - {FILE})]
    action = _action(crate, told, title["title"])
    action["result"] = files
    _root(crate, title, action)
    graph = crate.metadata.generate()
    return (json.dumps(graph, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _title(notebooks: Path, study: str) -> dict[str, Any]:
    """What the executed notebooks show as the report's title block; every text as it may be printed."""
    from analysis.report import executed

    for path in sorted(notebooks.glob("*.ipynb")):
        for bundle in executed.bundles(json.loads(path.read_bytes())):
            if bundle.get("kind") == "title":
                return {key: prose.visible(value) if isinstance(value, str) else value for key, value in bundle.items()}
    return {"title": prose.visible(study)}


def _root(crate: Any, title: Mapping[str, Any], action: Any) -> None:
    """What the report is, about which event, and by whom."""
    root = crate.root_dataset
    del root["datePublished"]  # the clock's
    event = title.get("event") or title["title"]
    root["name"] = title["title"]
    root["description"] = f"How several sources tell the same event, compared: {event}."
    root["conformsTo"] = _entity(crate, PROFILE, "CreativeWork", name="Process Run Crate", version="0.6")
    root["mentions"] = action
    root["mainEntity"] = crate.get("index.html")
    day = {"startDate": title["date"]} if title.get("date") else {}
    root["about"] = _entity(crate, "#event", "Event", name=event, **day)
    if title.get("published"):
        root["datePublished"] = title["published"]
    if title.get("address"):
        root["url"] = title["address"]
    if title.get("doi"):
        root["identifier"] = f"https://doi.org/{title['doi'].removeprefix('https://doi.org/')}"
    if license := citation.license_of(title):
        root["license"] = _entity(crate, citation.terms(license), "CreativeWork", name=license)
    if people := _people(crate, title.get("authors") or ()):
        root["author"] = people
        action["agent"] = people


def _people(crate: Any, authors: Iterable[str]) -> list[Any]:
    """Authors as a study writes them: "Family, Given" or "Family, Jr, Given"; without a comma it is an institution."""
    people = []
    for number, author in enumerate(authors, start=1):
        family, *others = [part.strip() for part in prose.visible(author).split(",")]
        name = " ".join([*others[-1:], family, *others[:-1]])
        people.append(_entity(crate, f"#author-{number}", "Person" if others else "Organization", name=name))
    return people


def _action(crate: Any, told: Mapping[str, Any], title: str) -> Any:
    """The run: with what, from what, in which setting. Its id is a digest of these."""
    made_from = {key: told[key] for key in ("rashomon", "study", "parameters", "inputs", "versions", "code")}
    digest = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()
    tool = _entity(
        crate,
        "#rashomon",
        "SoftwareApplication",
        name="Rashomon",
        softwareVersion=told["rashomon"],
        sha256=told["code"]["sha256"],
        description="sha256 is that of all its code, file by file as the manifest lists them.",
        softwareRequirements=[f"{name} {version}" for name, version in sorted(told["versions"].items())],
    )
    study = prose.visible(told["study"])
    inputs = [
        _entity(crate, f"#study/{name}", "CreativeWork", name=f"{study}/{name}", sha256=sha256, **_format(name))
        for name, sha256 in sorted(told["inputs"].items())
    ]
    settings = [
        _entity(crate, f"#parameter-{name}", "PropertyValue", name=name, value=value)
        for name, value in manifest.parameters(told).items()
    ]
    action = _entity(crate, f"#run-{digest[:16]}", "CreateAction", name=f"The run that made “{title}”")
    action["description"] = f"rashomon report {study}, with the parameters among its objects"
    action["instrument"] = tool
    action["object"] = [*inputs, *settings]
    return action


def _file(crate: Any, report: Path, name: str) -> Any:
    known: dict[str, Any] = {"name": name, **_format(name)}
    if name != manifest.FILE:
        known |= {"sha256": manifest.sha256(report / name), "contentSize": str((report / name).stat().st_size)}
    return crate.add_file(dest_path=name, properties=known)


def _format(name: str) -> dict[str, str]:
    found = FORMATS.get(Path(name).suffix)
    return {"encodingFormat": found} if found else {}


def _entity(crate: Any, id: str, type: str, **properties: Any) -> Any:
    from rocrate.model import ContextEntity

    return crate.add(ContextEntity(crate, id, properties={"@type": type, **properties}))
