/// A control group directory that limits this process.
struct ControlGroup {
  /// Relative to the root of `SystemFiles`, with a trailing slash.
  let directory: String

  /// This process's own groups and all their ancestors, for both versions of the interface.
  static func ancestors(_ files: SystemFiles) -> [ControlGroup] {
    (files.text("proc/self/cgroup") ?? "").split(separator: "\n").flatMap { line -> [ControlGroup] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let controllers = fields[1].split(separator: ",")
      let mount = fields[1].isEmpty ? "sys/fs/cgroup" : "sys/fs/cgroup/\(controllers[0])"
      var path = fields[2].split(separator: "/")
      var groups = [ControlGroup(directory: mount + "/")]
      while !path.isEmpty {
        groups.append(ControlGroup(directory: "\(mount)/\(path.joined(separator: "/"))/"))
        path.removeLast()
      }
      return groups
    }
  }
}
