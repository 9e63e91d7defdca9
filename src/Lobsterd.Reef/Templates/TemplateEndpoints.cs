using Lobsterd.Domain.Access;
using Lobsterd.Domain.Templates;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Templates;

/// <summary><c>/v1/templates</c>: list, show, build, verify, remove.</summary>
public sealed class TemplateEndpoints(ITemplates templates, TemplateCommands commands, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        const string One = $"{ReefPaths.Templates}/{{key}}";
        _ = routes.Get(ReefPaths.Templates, ApiScopes.HostRead, "Lists the templates, newest first.", List).Answers(ReefJson.Default.TemplateList);
        _ = routes.Post(ReefPaths.Templates, ApiScopes.HostWrite, "Makes a template.", BuildAsync).Takes(ReefJson.Default.TemplateBuildBody).StartsOperation();
        _ = routes.Get(One, ApiScopes.HostRead, "Shows a template by its key.", Show).Answers(ReefJson.Default.TemplateBody);
        _ = routes.Post($"{One}/verify", ApiScopes.HostRead, "Reads a whole template and compares it with its passport.", VerifyAsync).Answers(ReefJson.Default.TemplateBody);
        _ = routes.Delete(One, ApiScopes.HostWrite, "Removes a template.", Remove).AnswersNothing();
    }

    /// <summary>A template as the API shows it.</summary>
    public static TemplateBody ToBody(Template template) => new()
    {
        Key = template.Key,
        Image = template.ImageName,
        ImageHash = template.Inputs.Image,
        Hypervisor = template.Inputs.Hypervisor,
        Kernel = template.Inputs.Kernel,
        Vcpus = template.Inputs.Size.Vcpus,
        MemoryMib = template.Inputs.Size.MemoryMib,
        DiskBytes = template.Inputs.DiskBytes,
        Workload = template.Inputs.Workload?.Name,
        MadeAt = template.MadeAt,
        TookMs = Math.Round(template.Took.TotalMilliseconds),
        Damaged = template.IsDamaged,
        Files = [.. template.Files.Select(file => new TemplateFileBody(file.Name, file.Bytes, file.Sha256))],
    };

    private IResult List(HttpContext _) =>
        templates.List().TryGetError(out var error, out var all)
            ? ProblemMapping.ToResult(error)
            : Results.Json(new TemplateList([.. all.Select(ToBody)]), ReefJson.Default.TemplateList);

    private IResult Show(HttpContext _, string key) =>
        templates.Find(key).TryGetError(out var error, out var template)
            ? ProblemMapping.ToResult(error)
            : Results.Json(ToBody(template), ReefJson.Default.TemplateBody);

    private async Task BuildAsync(HttpContext context)
    {
        var read = await RequestBody.ReadAsync(context.Request, ReefJson.Default.TemplateBuildBody, context.RequestAborted);
        await answers.WriteAsync(
            context,
            read.TryGetError(out var error, out var body)
                ? error
                : await commands.StartBuildAsync(
                    new TemplateBuildRequest
                    {
                        Image = body.Image,
                        Workload = body.Workload,
                        Vcpus = body.Vcpus,
                        MemoryMib = body.MemoryMib,
                        DiskBytes = body.DiskBytes,
                    },
                    Peer.ActorOf(context),
                    IdempotencyKey.Of(context.Request),
                    context.RequestAborted));
    }

    private async Task<IResult> VerifyAsync(HttpContext context, string key) =>
        (await templates.VerifyAsync(key, context.RequestAborted)).TryGetError(out var error, out var template)
            ? ProblemMapping.ToResult(error)
            : Results.Json(ToBody(template), ReefJson.Default.TemplateBody);

    private IResult Remove(HttpContext context, string key) =>
        commands.Remove(key, Peer.ActorOf(context)).TryGetError(out var error) ? ProblemMapping.ToResult(error) : Results.NoContent();
}
