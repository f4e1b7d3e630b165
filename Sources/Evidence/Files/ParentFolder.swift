extension String {
  /// The folder that a path's last part lies in: "." where the path has one part.
  ///
  /// Foundation's `deletingLastPathComponent` traps on a path of one character (Swift 6.3 on Linux).
  var parentFolder: String {
    var path = self[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    let folder = path[..<slash]
    return folder.isEmpty ? "/" : String(folder)
  }
}
