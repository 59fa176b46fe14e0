internal import Foundation

/// Readers of Parquet and Delta that others wrote (pyarrow, polars, duckdb, deltalake), to check what Écluse writes.
///
/// They live in `.build/venv` of the checkout, filled from `Readers/requirements.txt`; where that is absent, tests that need
/// them are skipped.
package enum PythonReaders {
    /// A reader that failed, with what it said.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let support = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    /// The Python that has them.
    package static let python = support.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".build/venv/bin/python").path
    private static let script = support.appendingPathComponent("Readers/dump.py").path

    /// Whether the readers are installed.
    package static var areInstalled: Bool { FileManager.default.isExecutableFile(atPath: python) }
    /// Whether the package `name` is among them: a list of requirements may have grown since they were installed.
    package static func has(_ name: String) -> Bool {
        let library = URL(fileURLWithPath: python).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("lib").path
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
        return versions.contains { FileManager.default.fileExists(atPath: "\(library)/\($0)/site-packages/\(name)") }
    }
    /// Why tests that need them are skipped.
    package static let absence = "no .build/venv with Tests/TestSupport/Readers/requirements.txt installed"

    /// The rows of the file or table at `path` as `reader` sees them, nil for a null (see `dump.py`).
    package static func rows(_ reader: String, _ path: String, where predicate: String? = nil) throws -> [[String?]] {
        let output = try run([script, reader, path] + (predicate.map { [$0] } ?? []))
        return try output.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode([String?].self, from: Data(line))
        }
    }

    /// Leaves the interpreter without taking it down, during which the readers' own threads may end it with an abort.
    private static let leaving = "\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n"

    /// What the Python program `source` prints, given `arguments`.
    package static func output(_ source: String, _ arguments: [String] = []) throws -> String {
        String(decoding: try run(["-c", source + leaving] + arguments), as: UTF8.self)
    }

    /// What the script `name` beside the readers prints, given `arguments`.
    package static func run(_ name: String, _ arguments: [String]) throws -> String {
        let path = support.appendingPathComponent("Readers").appendingPathComponent(name).path
        return String(decoding: try run([path] + arguments), as: UTF8.self)
    }

    /// What the C++ runtime prints where a reader's own threads end the interpreter: that says nothing of the file.
    private static let readerAborted = "terminate called without an active exception"

    private static func run(_ arguments: [String], again: Bool = true) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = arguments
        let output = Pipe()
        let errors = FileManager.default.temporaryDirectory.appendingPathComponent("ecluse-\(UUID().uuidString).err")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self)
            if again, words.contains(readerAborted) { return try run(arguments, again: false) }
            throw Failure(description: words)
        }
        return data
    }
}
