using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Snaps;

/// <summary><c>/v1/snaps</c> and <c>/v1/tenants/NAME/snaps</c>: list, take, show, remove, write as a file and read from one; and <c>…/restore</c>.</summary>
public sealed class SnapEndpoints(
    ISnaps snaps, SnapFinder finder, SnapKeeper keeper, SnapCommand take, RestoreCommand restore, SnapArchives archives, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        const string Tenants = $"{ReefPaths.Tenants}/{{name}}/snaps";
        const string One = $"{Tenants}/{{snap}}";
        _ = routes.Get(ReefPaths.Snaps, ApiScopes.TenantsRead, "Lists the snaps of all tenants, those that outlived theirs included, newest first.", List).Answers(ReefJson.Default.SnapList);
        _ = routes.Post($"{ReefPaths.Snaps}/import", ApiScopes.Admin, "Takes a snap from a file of the host.", ImportAsync).Takes(ReefJson.Default.SnapFileBody).StartsOperation();
        _ = routes.Get(Tenants, ApiScopes.TenantsRead, "Lists a tenant's snaps, newest first.", ListOf).Answers(ReefJson.Default.SnapList);
        _ = routes.Post(Tenants, ApiScopes.TenantsWrite, "Takes a snap of a tenant's disk.", TakeAsync).Takes(ReefJson.Default.SnapCreateBody).StartsOperation();
        _ = routes.Get(One, ApiScopes.TenantsRead, "Shows a snap by its id or label.", Show).Answers(ReefJson.Default.SnapBody);
        _ = routes.Delete(One, ApiScopes.TenantsWrite, "Removes a snap.", Remove).AnswersNothing();
        _ = routes.Post($"{One}/verify", ApiScopes.TenantsRead, "Reads a whole snap and compares it with what was sealed.", VerifyAsync).Answers(ReefJson.Default.SnapBody);
        _ = routes.Post($"{One}/export", ApiScopes.Admin, "Writes a snap to a new file of the host.", ExportAsync).Takes(ReefJson.Default.SnapFileBody).StartsOperation();
        _ = routes.Post($"{ReefPaths.Tenants}/{{name}}/restore", ApiScopes.TenantsWrite, "Gives a tenant the disk of one of its snaps.", RestoreAsync)
            .Takes(ReefJson.Default.RestoreBody)
            .StartsOperation();
    }

    private IResult List(HttpContext context)
    {
        var caller = Peer.CallerOf(context);
        return snaps.List().TryGetError(out var error, out var all)
            ? ProblemMapping.ToResult(error)
            : Results.Json(SnapMapping.ToList(all.Where(snap => caller.MayTouch(snap.Tenant.Value))), ReefJson.Default.SnapList);
    }

    private IResult ListOf(HttpContext _, string name) =>
        TenantName.Parse(name).Bind(finder.ListOf).TryGetError(out var error, out var theirs)
            ? ProblemMapping.ToResult(error)
            : Results.Json(SnapMapping.ToList(theirs), ReefJson.Default.SnapList);

    private IResult Show(HttpContext _, string name, string snap) =>
        Find(name, snap).TryGetError(out var error, out var found) ? ProblemMapping.ToResult(error) : Results.Json(SnapMapping.ToBody(found), ReefJson.Default.SnapBody);

    private IResult Remove(HttpContext context, string name, string snap) =>
        Find(name, snap).Bind(found => keeper.Remove(found, Peer.ActorOf(context))).TryGetError(out var error) ? ProblemMapping.ToResult(error) : Results.NoContent();

    private async Task<IResult> VerifyAsync(HttpContext context, string name, string snap) =>
        (await Find(name, snap).Bind(found => snaps.VerifyAsync(found, context.RequestAborted))).TryGetError(out var error, out var whole)
            ? ProblemMapping.ToResult(error)
            : Results.Json(SnapMapping.ToBody(whole), ReefJson.Default.SnapBody);

    private async Task TakeAsync(HttpContext context, string name)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.SnapCreateBody, context.RequestAborted);
        await answers.WriteAsync(context, read.Bind(body =>
            take.Start(new SnapRequest(name) { Label = body.Label, MayStop = body.Stop }, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private async Task RestoreAsync(HttpContext context, string name)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.RestoreBody, context.RequestAborted);
        await answers.WriteAsync(context, read.Bind(body => restore.Start(name, body.Snap, body.Keep, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private async Task ExportAsync(HttpContext context, string name, string snap)
    {
        var read = await ReadPathAsync(context);
        await answers.WriteAsync(context, read.Bind(path => archives.StartExport(name, snap, path, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private async Task ImportAsync(HttpContext context)
    {
        var read = await ReadPathAsync(context);
        await answers.WriteAsync(context, read.Bind(path => archives.StartImport(path, Peer.ActorOf(context), IdempotencyKey.Of(context.Request))));
    }

    private Result<Snap, LobsterError> Find(string name, string snap) => TenantName.Parse(name).Bind(tenant => finder.Find(tenant, snap));

    private static async Task<Result<string, LobsterError>> ReadPathAsync(HttpContext context)
    {
        if ((await RequestBody.ReadAsync(context.Request, ReefJson.Default.SnapFileBody, context.RequestAborted)).TryGetError(out var error, out var body)) return error;
        return Path.IsPathFullyQualified(body.Path) && !body.Path.Contains('\0', StringComparison.Ordinal) ? body.Path : new LobsterError(RequestErrors.BodyInvalid, "path must be absolute");
    }
}
