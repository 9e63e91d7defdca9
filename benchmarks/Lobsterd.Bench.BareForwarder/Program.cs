// lobsterd-bare-forwarder PORT GUEST: forwards every request on 127.0.0.1:PORT to http://GUEST, as YARP's documentation of direct forwarding
// shows it. Whatever the edge does beyond this is what lobsterd costs.
// lobsterd-bare-forwarder PORT --answer FILE: answers every request with the file's bytes as JSON, by itself.
using System.Globalization;
using System.Net;
using Yarp.ReverseProxy.Forwarder;

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Services.AddHttpForwarder();
builder.WebHost.UseKestrelCore().ConfigureKestrel(
    kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture)));
var app = builder.Build();
if (args[1] == "--answer")
{
    var answer = await File.ReadAllBytesAsync(args[2]);
    app.Run(async context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer);
    });
    await app.RunAsync();
    return;
}

using var handler = new SocketsHttpHandler
{
    UseProxy = false,
    UseCookies = false,
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.None,
    EnableMultipleHttp2Connections = true,
    ActivityHeadersPropagator = null,
    ConnectTimeout = TimeSpan.FromSeconds(15),
};
using var invoker = new HttpMessageInvoker(handler);
var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
var config = new ForwarderRequestConfig { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
var destination = $"http://{args[1]}";
app.Run(async context => await forwarder.SendAsync(context, destination, invoker, config, HttpTransformer.Default));
await app.RunAsync();
