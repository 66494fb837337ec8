"""Validates PDFs against profiles of PDF/A and PDF/UA with page-validation and prints one JSON array."""

import importlib.metadata
import json
import sys

import page


def checked(file, profile):
    report = page.validate_pdf(file, profile=profile)
    return {
        "file": file,
        "profile": profile,
        "version": importlib.metadata.version("page-validation"),
        "rules": report.rules.total,
        "compliant": report.is_compliant,
        "failures": [{"rule": f.rule_id, "message": f.message} for f in report.failures],
    }


profiles, files = sys.argv[1].split(","), sys.argv[2:]
print(json.dumps([checked(file, profile) for file in files for profile in profiles], ensure_ascii=False))
