"""tpguide with pages that listen at once: for tests of anything but keys that come too early."""

from __future__ import annotations

from tpguide.__main__ import main
from tpguide.ui.prompts import deliberate_keys, lines

if __name__ == "__main__":
    deliberate_keys.DEAF_SECONDS = lines.DEAF_SECONDS = 0  # type: ignore[attr-defined]
    main()
