internal import Commands
internal import Glibc
internal import Support

/// A program of the peers' folder that does a part of the job.
struct PeerProgram {
    let name: String
    let work: String
    private let tool: BenchTool
    private let arguments: [String]

    /// The peers that can be run here; what is missing is said.
    static func all(
        _ folder: String?, _ source: BenchRows, csv: String, identity: String?, _ workbench: Workbench
    ) throws -> [PeerProgram] {
        guard let folder else { return [] }
        var peers: [PeerProgram] = []
        for name in ["polars", "duckdb"] {
            let program = "\(folder)/\(name)_peer.py"
            guard unsafe access(program, R_OK) == 0, let python = source.python(with: name) else {
                workbench.output.line("\(name) is left out: no \(name)_peer.py, or no Python that has \(name)")
                continue
            }
            let out = workbench.path(name + ".parquet")
            let tool = try workbench.tool(python, log: name)
            let work = name == "polars" ? "no decryption, no keyed hash, no exclusion" : "no decryption, no keyed hash"
            peers.append(PeerProgram(name: name, work: work, tool: tool, arguments: [program, csv, out]))
            guard name == "duckdb", let identity, let age = BenchTool.find("age"), let shell = BenchTool.find("sh")
            else { continue }
            let pipe = #""$1" -d -i "$2" "$3" | "$4" "$5" /dev/stdin "$6""#
            peers.append(
                PeerProgram(
                    name: "age | duckdb", work: "no keyed hash", tool: try workbench.tool(shell, log: "age-duckdb"),
                    arguments: ["-c", pipe, "sh", age, identity, csv + ".age", tool.path, program, out]))
        }
        return peers
    }

    /// Seconds of one run: what the program says itself, else those of the process.
    func run() throws -> Double {
        let run = try tool.run(arguments)
        let words = run.output.split { $0 == " " || $0 == "\n" }
        guard let index = words.lastIndex(of: "wall"), index + 1 < words.count, let said = Double(words[index + 1])
        else {
            return run.seconds
        }
        return said
    }
}
