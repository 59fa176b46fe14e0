internal import Support

/// What ties the files of a delivery together: base, period, sender, and each file with its table, rows, bytes and SHA-256.
///
/// Rows, bytes and SHA-256 are those of the plain file of the table, before it is compressed and sealed: that is what a producer
/// can compute with `wc` and `sha256sum`, what proves the content, and what sealing once more does not change.
package struct DeliveryManifest: Sendable, Equatable {
    /// Name and version of the format.
    package static let format = "ecluse-manifest/1"

    /// A file of the delivery.
    package struct File: Sendable, Equatable {
        /// The name under which the sealed file is uploaded; in an archive that of the entry.
        package var name: String
        package var table: String
        /// Records, the header not counted.
        package var rows: Int64
        /// Bytes of the plain file.
        package var bytes: Int64
        /// SHA-256 of the plain file, 64 lower-case hexadecimal digits.
        package var sha256: String

        /// The file that is uploaded as `name`.
        package init(name: String, table: String, rows: Int64, bytes: Int64, sha256: String) {
            self.name = name
            self.table = table
            self.rows = rows
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// The convention's identifier.
    package var convention: String
    /// Version of the convention that the files were made by.
    package var schemaVersion: Int
    /// The base in the catalogue.
    package var base: String
    /// What the delivery is about: `YYYY`, `YYYYMM` or `YYYYMMDD`.
    package var period: String
    /// Who sends, for people.
    package var sender: String
    package var files: [File]

    /// A manifest of `files`.
    package init(
        convention: String, schemaVersion: Int, base: String, period: String, sender: String, files: [File]
    ) {
        self.convention = convention
        self.schemaVersion = schemaVersion
        self.base = base
        self.period = period
        self.sender = sender
        self.files = files
    }

    /// A manifest of `files` by `sender` under `convention`.
    package init(of convention: Convention, period: String, sender: String, files: [File]) {
        self.init(
            convention: convention.id, schemaVersion: convention.version, base: convention.card.base, period: period,
            sender: sender, files: files)
    }

    /// The manifest as a file, with a line end.
    package var json: [UInt8] {
        JSONWriter.write(
            .object([
                ("format", .text(Self.format)), ("convention", .text(convention)),
                ("schemaVersion", .count(schemaVersion)), ("base", .text(base)), ("period", .text(period)),
                ("sender", .text(sender)), ("files", .list(files.map(\.json))),
            ]), .pretty) + [UInt8(ascii: "\n")]
    }
}

extension DeliveryManifest.File {
    fileprivate var json: JSONValue {
        .object([
            ("name", .text(name)), ("table", .text(table)), ("rows", .count(rows)), ("bytes", .count(bytes)),
            ("sha256", .text(sha256)),
        ])
    }
}
