internal import Support

extension OutcomeReceipt {
    /// The delivery that a drop belongs to.
    package struct Delivery: Sendable, Equatable {
        /// A file of the delivery: its table and its drop, where it is there.
        package struct File: Sendable, Equatable {
            package let table: String
            package let drop: String?

            /// The file of `table` that is `drop`.
            package init(table: String, drop: String?) {
                self.table = table
                self.drop = drop
            }
        }

        /// Drop of its manifest.
        package let manifest: String
        /// What it is about: `YYYY`, `YYYYMM` or `YYYYMMDD`.
        package let period: String
        /// Its files, for the receipt of the manifest; empty in those of the files.
        package let files: [File]

        /// The delivery whose manifest is the drop `manifest`.
        package init(manifest: String, period: String, files: [File] = []) {
            self.manifest = manifest
            self.period = period
            self.files = files
        }

        var json: JSONValue {
            .object([
                ("manifest", .text(manifest)), ("period", .text(period)),
                (
                    "files",
                    .list(files.map { .object([("table", .text($0.table)), ("drop", .optional($0.drop))]) })
                ),
            ])
        }
    }
}
