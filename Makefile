SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
export PORT

.PHONY: help bench run test lint types format install messages lock stop clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: ## set up what is missing and serve the demo on http://localhost:8000 (PORT=… for another)
	@scripts/run

test: ## set up what is missing and run every test (ARGS="…" goes to pytest)
	@scripts/test $(ARGS)

lint: ## ruff, djlint and the type check of the JavaScript
	@scripts/install test
	@scripts/lint

bench: ## measure the public answers beside the peers (ONLY="nearest tile" for some; about ten minutes)
	@scripts/install test
	@scripts/system-packages bench
	@.venv/bin/python -m bench.speed $(if $(ONLY),--only $(ONLY)) $(ARGS)
	@$(if $(ONLY),,.venv/bin/python bench/growth.py && .venv/bin/python bench/start.py && .venv/bin/python bench/closure.py && .venv/bin/python bench/finder_page.py && .venv/bin/python bench/five_o_clock.py)

types: ## mypy
	@scripts/install test
	@scripts/types

format: ## let ruff put the Python files in order
	@scripts/install test
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

install: ## everything that development needs, without starting anything
	@scripts/install test

messages: ## collect the texts into locale/ and compile them
	@scripts/install test
	@scripts/messages collect
	@scripts/messages compile

lock: ## resolve requirements/*.in and package.json anew
	@scripts/lock

stop: ## stop the project's own database
	@scripts/database stop

clean: ## remove what set-up made, the project's own database with it
	@scripts/clean
