internal import Support

/// Why a benchmark cannot be run.
enum BenchFault: Fault {
    /// A program that the benchmark needs is not installed.
    case noTool(String)
    /// A program failed; its words are in the file `log`.
    case failed(String, log: String)
    /// The folder of the benchmark's convention was not found.
    case noConvention(String)
    /// Something did not happen in time.
    case late(String)

    var code: FaultCode {
        switch self {
        case .noTool: "bench.no-tool"
        case .failed: "bench.failed"
        case .noConvention: "bench.no-convention"
        case .late: "bench.late"
        }
    }

    var arguments: [String: String] {
        switch self {
        case .noTool(let name): ["tool": name]
        case .failed(let tool, let log): ["tool": tool, "log": log]
        case .noConvention(let path): ["path": path]
        case .late(let what): ["what": what]
        }
    }

    /// The sentences.
    static let messages = MessageTable([
        Message(
            "bench.no-tool", fr: "le programme {tool} manque ; installez-le",
            en: "the program {tool} is missing; install it"),
        Message(
            "bench.failed", fr: "{tool} a échoué ; lisez {log}", en: "{tool} failed; see {log}"),
        Message(
            "bench.no-convention",
            fr: "le dossier {path} manque ; lancez la commande depuis le dépôt ou donnez --convention",
            en: "the folder {path} is missing; run the command in the checkout or give --convention"),
        Message(
            "bench.late", fr: "attendu en vain : {what} ; lisez les journaux du dossier de travail",
            en: "waited in vain for: {what}; see the logs in the working folder"),
    ])
}
