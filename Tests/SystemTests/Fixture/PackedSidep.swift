import Foundation
import TestSupport
import Testing

/// SI-DEP as it would come compressed, or as an archive with a second table of the same columns.
enum PackedSidep {
    /// The convention with its table compressed; drops are called `SIDEP_1.csv.gz.age`.
    static func compressed(_ compression: String, in folder: TemporaryDirectory) throws -> String {
        try ChangedConvention.make("sidep", table: "test", in: folder) { convention in
            edit(&convention, table: 0) { table in
                table["compression"] = compression
                table["namePattern"] = #"SIDEP_\d+\.csv\.\w+\.age"#
                table["nameExample"] = "SIDEP_1.csv.gz.age"
            }
        }
    }

    /// The convention with the tables `test` and `control` in an archive; drops are called `LOT_1.zip.age`.
    static func archive(_ format: String, in folder: TemporaryDirectory, manifestEntry: String? = nil) throws -> String
    {
        let path = try ChangedConvention.make("sidep", table: "test", in: folder) { convention in
            var archive: ChangedConvention.Object = [
                "format": format, "namePattern": #"LOT_\d+\.[a-z.]+\.age"#, "nameExample": "LOT_1.\(format).age",
            ]
            archive["manifestEntry"] = manifestEntry
            convention["archive"] = archive
            edit(&convention, table: 0) { table in
                table["namePattern"] = nil
                table["nameExample"] = nil
                table["entryPattern"] = #"tests\.csv"#
                table["entryExample"] = "tests.csv"
            }
            guard var tables = convention["tables"] as? [ChangedConvention.Object], var second = tables.first else {
                return
            }
            second["name"] = "control"
            second["title"] = "Contrôles"
            second["entryPattern"] = #"controls\.csv"#
            second["entryExample"] = "controls.csv"
            tables.append(second)
            convention["tables"] = tables
            var person = convention["person"] as? ChangedConvention.Object ?? [:]
            person["fields"] = ["test": "pseudo_patient", "control": "pseudo_patient"]
            convention["person"] = person
        }
        try FileManager.default.copyItem(atPath: path + "/test.schema.json", toPath: path + "/control.schema.json")
        return path
    }

    /// The convention with the tables `test` and `control` in files of their own, tied by a manifest; a control refers to a test.
    static func delivery(in folder: TemporaryDirectory) throws -> String {
        let path = try ChangedConvention.make("sidep", table: "test", in: folder) { convention in
            convention["tolerance"] = 0.1
            convention["delivery"] = [
                "manifestPattern": #"LOT_(?<period>\d{6})(_\d)?\.json\.age"#, "manifestExample": "LOT_202601.json.age",
            ]
            edit(&convention, table: 0) { table in
                table["namePattern"] = #"TESTS_\d\.csv\.age"#
                table["nameExample"] = "TESTS_1.csv.age"
            }
            guard var tables = convention["tables"] as? [ChangedConvention.Object], var second = tables.first else {
                return
            }
            second["name"] = "control"
            second["title"] = "Contrôles"
            second["namePattern"] = #"CONTROLS_\d\.csv\.age"#
            second["nameExample"] = "CONTROLS_1.csv.age"
            tables.append(second)
            convention["tables"] = tables
            var person = convention["person"] as? ChangedConvention.Object ?? [:]
            person["fields"] = ["test": "pseudo_patient", "control": "pseudo_patient"]
            convention["person"] = person
        }
        try FileManager.default.copyItem(atPath: path + "/test.schema.json", toPath: path + "/control.schema.json")
        let key: [String: Any] = ["fields": "id_test", "reference": ["resource": "test", "fields": "id_test"]]
        try ChangedConvention.edit(path + "/control.schema.json") { $0["foreignKeys"] = [key] }
        return path
    }

    private static func edit(
        _ convention: inout ChangedConvention.Object, table index: Int, _ body: (inout ChangedConvention.Object) -> Void
    ) {
        guard var tables = convention["tables"] as? [ChangedConvention.Object] else { return }
        body(&tables[index])
        convention["tables"] = tables
    }

    /// What `command` writes to standard output in a folder with the files of the two tables.
    static func pack(_ tests: [UInt8], _ controls: [UInt8], _ command: String) throws -> [UInt8] {
        let folder = try TemporaryDirectory()
        try folder.write("tests.csv", tests)
        try folder.write("controls.csv", controls)
        let made = try Tool.run("sh", ["-c", command], directory: folder.path)
        try #require(made.status == 0, "\(command): \(made.errors)")
        return made.stdout
    }

    /// Commands that make an archive of each format.
    static let commands = [
        "zip": "zip -q o.zip tests.csv controls.csv; cat o.zip", "tar": "tar -c tests.csv controls.csv",
        "tar.gz": "tar -cz controls.csv tests.csv", "tar.zst": "tar -c ./tests.csv ./controls.csv | zstd -q",
    ]
}
