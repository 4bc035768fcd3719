//! The files of a knowledge folder, as text.

use std::io;
use std::path::Path;

/// One file: its path below `knowledge/`, with forward slashes, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// `french/patterns/threaten.toml`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl SourceFile {
    /// Line and column (characters), both from 1, of a byte.
    #[must_use]
    pub fn line_column(&self, at: usize) -> (u32, u32) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        (line as u32 + 1, before[start..].chars().count() as u32 + 1)
    }
}

/// The files of a knowledge folder, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Sorted by path.
    pub files: Vec<SourceFile>,
}

impl Folder {
    /// Reads every `.toml` and `.tsv` file below a folder.
    ///
    /// # Errors
    /// The folder or a file in it cannot be read, or is not UTF-8; the message names it.
    pub fn read(root: &Path) -> io::Result<Folder> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Folder { files })
    }

    /// The file at a path, if it is there.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files right below a folder, by their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a SourceFile> {
        self.files.iter().filter(move |file| {
            file.path
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| !rest.contains('/'))
        })
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> io::Result<()> {
    let named =
        |path: &Path, error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    for entry in std::fs::read_dir(folder).map_err(|error| named(folder, error))? {
        let path = entry.map_err(|error| named(folder, error))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            let text = std::fs::read_to_string(&path).map_err(|error| named(&path, error))?;
            let below = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            files.push(SourceFile { path: parts.join("/"), text });
        }
    }
    Ok(())
}
