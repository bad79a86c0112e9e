//! Evidence: lists and the matrix, one piece, its form, its files.

mod files;
mod form;
mod list;
mod piece;
mod upload;
mod view;

use super::Routes;

/// Most bytes of one form with files, whatever the setting for one file is: the reader of the form counts as well.
const FORM_WITH_FILES: usize = 6 * 1024 * 1024 * 1024;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/evidence", list::show)
        .get("/reviews/{id}/evidence/matrix", list::matrix)
        .get("/reviews/{id}/evidence/new", form::new)
        .post_file("/reviews/{id}/evidence/new", FORM_WITH_FILES, form::add)
        .get("/reviews/{id}/evidence/{evidence}", piece::show)
        .post_file(
            "/reviews/{id}/evidence/{evidence}",
            FORM_WITH_FILES,
            piece::add_files,
        )
        .get("/reviews/{id}/evidence/{evidence}/edit", form::edit)
        .post("/reviews/{id}/evidence/{evidence}/edit", form::change)
        .get(
            "/reviews/{id}/evidence/{evidence}/remove",
            piece::ask_remove,
        )
        .post("/reviews/{id}/evidence/{evidence}/remove", piece::remove)
        .get(
            "/reviews/{id}/evidence/{evidence}/files/{file}",
            files::download,
        )
        .get(
            "/reviews/{id}/evidence/{evidence}/files/{file}/replace",
            files::ask_replace,
        )
        .post_file(
            "/reviews/{id}/evidence/{evidence}/files/{file}/replace",
            FORM_WITH_FILES,
            files::replace,
        )
        .get(
            "/reviews/{id}/evidence/{evidence}/files/{file}/remove",
            files::ask_remove,
        )
        .post(
            "/reviews/{id}/evidence/{evidence}/files/{file}/remove",
            files::remove,
        )
}
