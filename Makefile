.PHONY: check lock

# Everything that a change has to pass.
check:
	./run tests

# The developers' packages, newest within the bounds of pyproject.toml. Needs uv.
lock:
	uv pip compile --quiet --no-config --upgrade --universal --generate-hashes \
		--default-index https://pypi.org/simple --custom-compile-command "make lock" \
		--group dev --output-file requirements-dev.lock pyproject.toml
