import Foundation
import TestSupport

/// Libraries that producers program against, driven by the scripts of `Scripts/`, and two programs with a window whose
/// habits or helpers are driven the same way.
extension Client {
    static let paramiko = library("paramiko", module: "paramiko", script: "paramiko_client")
    static let asyncssh = library("asyncssh", module: "asyncssh", script: "asyncssh_client")
    static let ssh2 = library("libssh2 (ssh2-python)", module: "ssh2", script: "ssh2_client")

    /// WinSCP itself runs on Windows alone: its way of writing is imitated.
    static let winSCPHabit = library("WinSCP's habits, imitated", module: "paramiko", script: "winscp_habit")

    /// FileZilla's helper asks its parent program for the file's bytes through shared memory; the script is the parent.
    static let fileZilla = Client(
        "FileZilla fzsftp", version: Call(program: "fzsftp", arguments: ["-V"]),
        absence: Tool.find("fzsftp") == nil || Tool.find("puttygen") == nil ? "no fzsftp or no puttygen here" : nil,
        recipes("fzsftp_client", python: "python3", [.put, .preserve, .resume, .rename]) { try $0.puttyKey() })

    private static let python = Checkout.root + "/.build/venv/bin/python"

    private static func library(_ name: String, module: String, script: String) -> Client {
        let version = Call(
            program: python, arguments: ["-c", "import \(module); print(\(module).__version__)"])
        let isThere = (try? Tool.run(version.program, version.arguments))?.status == 0
        return Client(
            name, version: version, absence: isThere ? nil : "no \(module) in .build/venv",
            recipes(script, python: python, [.put, .preserve, .resume, .rename]) { $0.key })
    }

    /// Every script takes `PORT ACCOUNT KEY ACTION LOCAL REMOTE NEW`.
    private static func recipes(
        _ script: String, python: String, _ actions: [Action], key: @escaping @Sendable (ClientJob) throws -> String
    ) -> [Action: Recipe] {
        let path = Checkout.root + "/Tests/SystemTests/Clients/Scripts/\(script).py"
        return Dictionary(
            uniqueKeysWithValues: actions.map { action in
                let recipe: Recipe = { job in
                    Call(
                        program: python,
                        arguments: [
                            path, String(job.port), job.account, try key(job), "\(action)", job.local, job.remote,
                            job.newRemote,
                        ])
                }
                return (action, recipe)
            })
    }
}
