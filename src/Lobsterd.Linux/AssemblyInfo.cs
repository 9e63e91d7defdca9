using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every import is blittable and goes through LibraryImport; the runtime's own marshalling stays out.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
