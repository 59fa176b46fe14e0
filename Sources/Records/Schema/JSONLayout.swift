/// Which values of a JSON line are a record and where its fields stand.
package struct JSONLayout: Sendable, Equatable {
    /// Path of the list whose elements are the records, from the line's object: `acts`, `stays/acts`; empty where each line is one.
    package var record: String
    /// Where fields stand; a field that is not in it is the record's member of its name.
    ///
    /// Names of members with `/` between them, below the record: `code`, `address/postcode`; `.` is the record itself, an
    /// element that is no object; with a `/` in front (`/patient/sex`) the path goes from the line's object. In a name `~1` is a
    /// slash and `~0` a tilde (RFC 6901 §3). `position()` as the last step is the number from 1 of the record, or of the
    /// record around it that the path leads to, in its list; that of a line (`/position()`) is its number in the file.
    package var paths: [String: String]
    /// Members that are known and not read, with all that is in them: paths as in ``paths``.
    package var ignored: [String]
    /// Members that each record must have, also if they are null or empty.
    package var required: [String]

    /// A layout; by default each line is a record and each field one of its members.
    package init(
        record: String = "", paths: [String: String] = [:], ignored: [String] = [], required: [String] = []
    ) {
        self.record = record
        self.paths = paths
        self.ignored = ignored
        self.required = required
    }

    /// Whether lines hold nothing but the members that `fields` are; then their names.
    func flatNames(_ fields: [Field]) throws(RecordsFault) -> [String]? {
        var names: [String] = []
        for field in fields {
            let path = try self.path(of: field)
            guard path.isFromLine || record.isEmpty, path.kind == .value, path.steps.count == 1 else { continue }
            names.append(path.steps[0])
        }
        let isFlat = record.isEmpty && ignored.isEmpty && required.isEmpty
        return isFlat && Set(names).count == fields.count ? names : nil
    }

    /// Where `field` stands.
    func path(of field: Field) throws(RecordsFault) -> JSONPath {
        guard let text = paths[field.name] else { return JSONPath(member: field.name) }
        return try JSONPath(text)
    }
}
