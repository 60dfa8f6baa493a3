"""The registers over HTTP: views with permanent addresses, files of them, and single records."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.registers import Registers
from ui.dossier import list_timelines, make_dossier
from ui.exports.records import write_csv, write_xlsx
from ui.page.cells import cut_words, name_record
from ui.page.record import render_record
from ui.page.registers import render_register
from ui.page.shell import render_page
from ui.papers import PaperProblem
from ui.registers import find_record, list_view, list_whole, name_of_register, read_view
from ui.service import Service

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def make_router(service: Service) -> APIRouter:
    """The addresses below /registers."""
    router = APIRouter(prefix="/registers", include_in_schema=False)

    def open_registers(request: Request) -> Registers:
        return service.assistant_for(request).open_registers()

    @router.get("")
    def begin() -> RedirectResponse:
        return RedirectResponse("/registers/decisions", status_code=307)

    @router.get("/{name}.{ending}")
    def save(request: Request, name: str, ending: str) -> Response:
        register = name_of_register(name)
        if ending not in TYPES:
            raise PaperProblem(f"A register is not saved as “{ending}”. Choose CSV or XLSX.")
        view = read_view(register, request.query_params.multi_items())
        registers = open_registers(request)
        printed = [stored.as_json() for stored in registers.budget.each(list_whole(registers, view))]
        # The mark at the beginning tells a spreadsheet that the file is UTF-8.
        file = write_csv(printed).encode("utf-8-sig", "replace") if ending == "csv" else write_xlsx(printed, sheet=register)
        headers = {"content-disposition": f'attachment; filename="{register}.{ending}"'}
        return Response(file, media_type=TYPES[ending], headers=headers)

    @router.get("/{name}")
    def show(request: Request, name: str) -> HTMLResponse:
        registers, register = open_registers(request), name_of_register(name)
        listing = list_view(registers, read_view(register, request.query_params.multi_items()))
        timelines = list_timelines(registers, listing.records) if register == "inspections" else ()
        content = render_register(listing, timelines, service.left_out(request))
        visitor = service.visitor(request)
        return HTMLResponse(render_page(register.capitalize(), content, current="/registers", visitor=visitor, wide=True))

    @router.get("/{name}/{digest}/{place}")
    def record(request: Request, name: str, digest: str, place: str) -> HTMLResponse:
        registers = open_registers(request)
        stored = find_record(registers, name_of_register(name), digest, place)
        content = render_record(make_dossier(registers, stored))
        title = cut_words(name_record(stored))
        return HTMLResponse(render_page(title, content, current="/registers", visitor=service.visitor(request)))

    return router
