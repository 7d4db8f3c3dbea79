.PHONY: check lock
LOCK = uv pip compile --quiet --no-config --universal --generate-hashes --group locks \
	--default-index https://pypi.org/simple --custom-compile-command "make lock" pyproject.toml

# Everything that a change has to pass.
check:
	./run tests

# What ./run installs: all packages, newest within the bounds of pyproject.toml, then those of them
# that the program needs. Needs uv.
lock:
	$(LOCK) --upgrade --group dev --output-file requirements-dev.lock
	$(LOCK) --upgrade --constraint requirements-dev.lock --output-file requirements.lock
