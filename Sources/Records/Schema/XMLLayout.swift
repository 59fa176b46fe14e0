/// Which element of an XML document is a record and where its fields stand.
package struct XMLLayout: Sendable, Equatable {
    package var encoding: TextEncoding
    /// Path of the record's element from the root: `OSCOUR/PASSAGES/PATIENT`.
    package var record: String
    /// Where each field of the schema stands: a subset of XPath.
    ///
    /// `CP`, `LISTE/N`, `@id`, `LISTE/@n` are below the record; `.` is the record's own text; with a `/` in front
    /// (`/OSCOUR/ETABLISSEMENT/FINESS`) the path goes from the root; `position()` as the last step is the number of the
    /// element before it among its namesakes in their parent, from 1, without a path of the record itself.
    package var paths: [String: String]
    /// Elements that are known and not read, with all that is in them: paths as in ``paths``.
    package var ignored: [String]
    /// Elements that each record must have, also if they are empty: paths below the record.
    package var required: [String]

    /// A layout.
    package init(
        encoding: TextEncoding, record: String, paths: [String: String], ignored: [String] = [], required: [String] = []
    ) {
        self.encoding = encoding
        self.record = record
        self.paths = paths
        self.ignored = ignored
        self.required = required
    }
}
