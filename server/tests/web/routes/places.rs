//! Every route with its address for each tenancy. The ids of `fixture.surql` and `rich.surql` stand in one table; a
//! route with a parameter that the table does not know fails.

use server::http::{RouteName, route_names};

/// Whose records the ids in a path are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenancy {
    /// School s1, review r1 of partnership p1.
    Own,
    /// School s2, review r2 of the same partnership.
    Partner,
    /// School s6, review r6 of partnership p2.
    Other,
    /// The first id as in [`Tenancy::Own`], those below it as in [`Tenancy::Other`].
    Crossed,
}

impl Tenancy {
    pub const ALL: [Self; 4] = [Self::Own, Self::Partner, Self::Other, Self::Crossed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Partner => "partner",
            Self::Other => "other",
            Self::Crossed => "crossed",
        }
    }
}

/// Area (first segment), parameter, and the ids: own, partner, other.
const IDS: &[(&str, &str, [&str; 3])] = &[
    ("partnerships", "id", ["p1", "p1", "p2"]),
    ("partnerships", "school", ["s1", "s2", "s6"]),
    ("partnerships", "person", ["head1", "head2", "head6"]),
    (
        "partnerships",
        "role",
        ["role-head1", "role-head2", "role-head6"],
    ),
    ("cycles", "id", ["c1", "c1", "c2"]),
    ("schools", "id", ["s1", "s2", "s6"]),
    (
        "schools",
        "role",
        ["role-contrib1", "role-head2", "role-head6"],
    ),
    ("reviews", "id", ["r1", "r2", "r6"]),
    ("reviews", "action", ["a1", "a2", "a6"]),
    ("reviews", "evidence", ["e1", "e2", "e6"]),
    ("reviews", "file", ["file1", "file2", "file6"]),
    ("reviews", "finding", ["f1", "f2", "f6"]),
    ("reviews", "item", ["i1", "i2", "i6"]),
    ("reviews", "point", ["x1", "x2", "x6"]),
    ("reviews", "recommendation", ["k1", "k2", "k6"]),
    // Strands are the framework's and belong to nobody.
    ("reviews", "strand", ["1.1", "1.1", "1.1"]),
    // These belong to the site.
    ("frameworks", "id", ["five-principles-1"; 3]),
    ("admin", "id", ["m1"; 3]),
    ("admin", "person", ["head1", "head2", "head6"]),
    ("admin", "role", ["role-head1", "role-head2", "role-head6"]),
    ("calendar", "secret", ["not-a-secret"; 3]),
    ("sign-in", "secret", ["not-a-secret"; 3]),
];

/// One route with ids of one tenancy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub route: RouteName,
    pub tenancy: Tenancy,
    pub path: String,
}

/// The path with its parameters filled in.
pub fn fill(route: RouteName, tenancy: Tenancy) -> String {
    let area = route.path.split('/').nth(1).unwrap_or_default();
    let mut seen = 0;
    let parts: Vec<&str> = route
        .path
        .split('/')
        .map(|part| {
            let Some(name) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) else {
                return part;
            };
            let Some((_, _, ids)) = IDS.iter().find(|(a, n, _)| *a == area && *n == name) else {
                panic!(
                    "unlisted route: {} {} has the unknown parameter {name}",
                    route.method, route.path
                )
            };
            seen += 1;
            match tenancy {
                Tenancy::Own => ids[0],
                Tenancy::Partner => ids[1],
                Tenancy::Crossed if seen == 1 => ids[0],
                Tenancy::Other | Tenancy::Crossed => ids[2],
            }
        })
        .collect();
    parts.join("/")
}

/// Every route, once for each tenancy that gives it an address of its own.
pub fn all() -> Vec<Place> {
    let mut routes = route_names();
    routes.sort_by_key(|r| (r.path, r.method));
    let mut out: Vec<Place> = Vec::new();
    for route in routes {
        let from = out.len();
        for tenancy in Tenancy::ALL {
            let path = fill(route, tenancy);
            if out[from..].iter().all(|p| p.path != path) {
                out.push(Place {
                    route,
                    tenancy,
                    path,
                });
            }
        }
    }
    out
}
