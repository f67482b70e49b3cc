winnow: warning: 1 marker names a commit that upstream, which ends at v1.1 (2025-07-08), lacks: git fetch?
