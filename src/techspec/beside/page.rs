//! A document beside the specification: a title, and chapters with sentences, lists, tables, pictures.

use serde::Serialize;

use crate::model::Service;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::techspec::prose::Prose;
use crate::techspec::subject::Subject;

/// What the template shows.
#[derive(Serialize)]
pub(super) struct Page {
    title: Written,
    words: Vec<Written>,
    chapters: Vec<Chapter>,
    prose: Written,
}

/// What stands below a heading.
#[derive(Serialize)]
pub(super) struct Chapter {
    /// With its hashes.
    heading: Written,
    words: Vec<Written>,
    items: Vec<Written>,
    table: Option<Written>,
    picture: Option<Written>,
}

impl Page {
    pub(super) fn new(title: Written, words: Vec<Written>, chapters: Vec<Option<Chapter>>) -> Self {
        let chapters = chapters.into_iter().flatten().collect();
        Self { title, words, chapters, prose: Written::own("") }
    }

    /// The same with what people wrote into the present document.
    pub(super) fn with_prose(mut self, subject: &Subject, path: &str) -> Self {
        let none = Prose::default();
        self.prose = subject.documents.beside.get(path).unwrap_or(&none).region("notes");
        self
    }
}

impl Chapter {
    /// A chapter of the second level; it is left out where nothing is added.
    pub(super) fn new(heading: &'static str) -> Self {
        Self::at(Line::default().own("## ").own(heading).end())
    }

    /// A chapter below another one, about something that has a name.
    pub(super) fn about(name: &str) -> Self {
        Self::at(Line::default().own("### ").code(name).end())
    }

    fn at(heading: Written) -> Self {
        Self { heading, words: Vec::new(), items: Vec::new(), table: None, picture: None }
    }

    pub(super) fn words(mut self, words: impl IntoIterator<Item = Written>) -> Self {
        self.words.extend(words);
        self
    }

    pub(super) fn items(mut self, items: impl IntoIterator<Item = Written>) -> Self {
        self.items.extend(items);
        self
    }

    pub(super) fn table(mut self, table: Option<Written>) -> Self {
        self.table = table;
        self
    }

    pub(super) fn picture(mut self, picture: Option<Written>) -> Self {
        self.picture = picture;
        self
    }

    /// The chapter, if it says anything.
    pub(super) fn end(self) -> Option<Self> {
        let is_empty = self.words.is_empty()
            && self.items.is_empty()
            && self.table.is_none()
            && self.picture.is_none();
        (!is_empty).then_some(self)
    }
}

/// Where a document stands: so many folders below that of the specification.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) depth: usize,
}

impl Place {
    /// A link to a file of the project.
    pub(super) fn file(self, path: &str) -> Written {
        markdown::link(&markdown::code(path), &format!("{}{path}", self.root()))
    }

    /// Links to files of the project.
    pub(super) fn files<'a>(self, paths: impl IntoIterator<Item = &'a str>) -> Vec<Written> {
        paths.into_iter().map(|path| self.file(path)).collect()
    }

    /// A link to a document of the same PRD.
    pub(super) fn document(self, words: &Written, path: &str) -> Written {
        markdown::link(words, &format!("{}{path}", "../".repeat(self.depth)))
    }

    /// A link to a section of the specification.
    pub(super) fn section(self, words: &Written, heading: &str) -> Written {
        self.document(words, &format!("_techspec.md#{}", markdown::anchor(heading)))
    }

    /// A link to the definition of a service in the specification; its name for one that is not in it.
    pub(super) fn service(self, subject: &Subject, service: &Service) -> Written {
        let name = markdown::code(service.name.as_str());
        if !subject.scope.has(service.id) {
            return name;
        }
        self.section(&name, &format!("{} service", service.name))
    }

    fn root(self) -> String {
        "../".repeat(self.depth + 2)
    }
}
