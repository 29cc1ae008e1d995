# `make demo` brings the whole portal up on a machine that has only Python 3.11+ and make; `make test` proves it.
.DEFAULT_GOAL := help
.PHONY: help demo patrol services test lint check bench clean demo-env dev-env
export PYTHON

help: ## what each word does
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: demo-env ## the portal with people, cameras and frames, at http://127.0.0.1:8000 (PORT=8001 changes that)
	@exec .venv/bin/python -m alpr_portal.embedded demo

patrol: demo-env ## beside a running demo: let a car drive and send frames in (Ctrl-C stops it)
	@exec .venv/bin/python -m alpr_portal.embedded manage simulate_patrol

services: demo-env ## only PostgreSQL and Redis, for developers
	@exec .venv/bin/python -m alpr_portal.embedded services

test: lint ## lint, then every test
	@sh scripts/browser.sh
	.venv/bin/python -m pytest

lint: dev-env ## style, direction of imports, missing migrations
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-cache
	ALPR_ENV=test .venv/bin/python manage.py makemigrations --check --dry-run

check: lint ## lint, then Django's own checks of a production start
	ALPR_ENV=production ALPR_SECRET_KEY=$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALPR_ALLOWED_HOSTS=portal.example.org DATABASE_URL=postgresql://db.example.org/postgres \
	.venv/bin/python manage.py check --deploy --fail-level WARNING

bench: dev-env ## the figures of docs/performance.md
	@exec .venv/bin/python -m bench

clean: ## remove the environment and the caches; the demo's data in var/ stay
	rm -rf .venv .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

demo-env:
	@sh scripts/environment.sh demo

dev-env:
	@sh scripts/environment.sh dev
