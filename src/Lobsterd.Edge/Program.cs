using Lobsterd.Edge.Startup;
using Lobsterd.Protocol.Edge;

using var log = new StderrLog(TimeProvider.System);
if (EdgeOptions.Parse(args).TryGetError(out var error, out var options))
{
    EdgeLog.CannotStart(log, error.FullMessage);
    return 2;
}

return await new EdgeProcess(options, TimeProvider.System, log).RunAsync();
