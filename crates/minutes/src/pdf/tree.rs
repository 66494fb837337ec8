//! The reading order: what is below each node, and whose each piece of a page is.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::conform::said;
use crate::structure::{Node, Pages, Placed, Role};

/// What a node of the reading order has below it.
enum Kid {
    /// Marked content of a page.
    Content { page: ObjectId, mcid: i64 },
    /// Another node, or a field.
    Other(Object),
}

/// The reading order while it is put together.
pub(super) struct Tree {
    /// The object on top of it.
    pub root: ObjectId,
    nodes: Vec<ObjectId>,
    kids: Vec<Vec<Kid>>,
    /// Whose each page's contents, and each field, are (ISO 32000-1, 14.7.4.4).
    owners: Vec<Object>,
}

impl Tree {
    /// A tree in which nothing is below any node yet.
    pub fn of(doc: &mut Document, pages: &Pages) -> Self {
        Self {
            root: doc.new_object_id(),
            nodes: pages.nodes.iter().map(|_| doc.new_object_id()).collect(),
            kids: pages.nodes.iter().map(|_| vec![]).collect(),
            owners: vec![],
        }
    }

    /// Puts the contents of a page below their nodes, under the key of the page.
    pub fn add_page(&mut self, key: i64, page: ObjectId, items: &[Placed]) {
        let mut owners = vec![];
        for (node, mcid) in runs(items).into_iter().zip(0..) {
            self.kids[node].push(Kid::Content { page, mcid });
            owners.push(Object::Reference(self.nodes[node]));
        }
        self.owners
            .extend([Object::Integer(key), Object::Array(owners)]);
    }

    /// Puts a field below its node, under a key of its own.
    pub fn add_field(&mut self, key: i64, page: ObjectId, node: usize, widget: ObjectId) {
        let field = dictionary! { "Type" => "OBJR", "Pg" => page, "Obj" => widget };
        self.kids[node].push(Kid::Other(field.into()));
        self.owners
            .extend([Object::Integer(key), self.nodes[node].into()]);
    }

    /// Writes every node.
    pub fn write(mut self, doc: &mut Document, pages: &Pages) {
        let document = doc.new_object_id();
        let mut top = vec![];
        for (n, node) in pages.nodes.iter().enumerate() {
            match node.parent {
                Some(parent) => self.kids[parent].push(Kid::Other(self.nodes[n].into())),
                None => top.push(self.nodes[n].into()),
            }
        }
        for ((n, node), kids) in pages.nodes.iter().enumerate().zip(self.kids) {
            let parent = node.parent.map_or(document, |p| self.nodes[p]);
            let written = written(node, parent, kids);
            doc.objects.insert(self.nodes[n], written.into());
        }
        doc.objects.insert(
            document,
            dictionary! { "S" => "Document", "P" => self.root, "K" => Object::Array(top) }.into(),
        );
        let owners = doc.add_object(dictionary! { "Nums" => self.owners });
        let root = dictionary! {
            "Type" => "StructTreeRoot", "K" => document, "ParentTree" => owners
        };
        doc.objects.insert(self.root, root.into());
    }
}

/// The nodes of a page's marked contents, in their order.
fn runs(items: &[Placed]) -> Vec<usize> {
    let mut nodes = vec![];
    let mut before: Option<Option<usize>> = None;
    for placed in items {
        if before != Some(placed.node) {
            nodes.extend(placed.node);
            before = Some(placed.node);
        }
    }
    nodes
}

/// A node with what is below it.
fn written(node: &Node, parent: ObjectId, kids: Vec<Kid>) -> Dictionary {
    let mut dict: Dictionary = dictionary! { "S" => node.role.name(), "P" => parent };
    // The first page is named once; content on it goes by its number alone (ISO 32000-1,
    // 14.7.4.2).
    let first_page = kids.iter().find_map(|kid| match kid {
        Kid::Content { page, .. } => Some(*page),
        Kid::Other(_) => None,
    });
    if let Some(page) = first_page {
        dict.set("Pg", page);
    }
    let below = |kid| match kid {
        Kid::Content { page, mcid } if Some(page) == first_page => Object::Integer(mcid),
        Kid::Content { page, mcid } => {
            dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => mcid }.into()
        }
        Kid::Other(object) => object,
    };
    let mut all: Vec<Object> = kids.into_iter().map(below).collect();
    // An only kid stands by itself: that is where checkers of signed files look for a field.
    if all.len() == 1 {
        dict.set("K", all.remove(0));
    } else {
        dict.set("K", all);
    }
    if let Some(alt) = &node.alt {
        dict.set("Alt", said(alt));
    }
    if node.role == Role::HeaderCell {
        dict.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
    }
    dict
}
